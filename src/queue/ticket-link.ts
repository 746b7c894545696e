import type { TicketNumber } from '../domain/ids.ts';
import type { LinkSigner } from '../lib/signed-link.ts';

export type TicketLinkDeps = {
  readonly signer: LinkSigner;
  /** where customers reach the pages; without one there are no links */
  readonly publicUrl: string | undefined;
};

const validMs = 30 * 24 * 3_600_000;

/** The address of a ticket's page, good for 30 days. The number alone opens nothing. */
export function createTicketLink({ signer, publicUrl }: TicketLinkDeps) {
  /** @returns undefined where no public address is configured */
  function linkTo(number: TicketNumber): string | undefined {
    return publicUrl === undefined ? undefined : `${publicUrl}/t/${number}?k=${signer.sign(number, validMs)}`;
  }

  return { linkTo, opens: signer.verify };
}

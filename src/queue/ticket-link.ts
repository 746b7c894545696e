import { createHmac, timingSafeEqual } from 'node:crypto';
import type { TicketNumber } from '../domain/ids.ts';
import type { Clock } from '../lib/clock.ts';

export type TicketLinkDeps = {
  readonly key: Buffer;
  /** where customers reach the pages; without one there are no links */
  readonly publicUrl: string | undefined;
  readonly clock: Clock;
};

const validMs = 30 * 24 * 3_600_000;

/** The address of a ticket's page: unguessable, good for 30 days. The number alone opens nothing. */
export function createTicketLink({ key, publicUrl, clock }: TicketLinkDeps) {
  /** @returns undefined where no public address is configured */
  function linkTo(number: TicketNumber): string | undefined {
    if (publicUrl === undefined) return undefined;
    const until = Math.floor((clock().getTime() + validMs) / 1000).toString(36);
    return `${publicUrl}/t/${number}?k=${until}.${mark(number, until)}`;
  }

  function opens(number: string, token: string): boolean {
    const [until = '', given = '', ...rest] = token.split('.');
    const expected = Buffer.from(mark(number, until));
    const actual = Buffer.from(given);
    if (rest.length > 0 || actual.length !== expected.length || !timingSafeEqual(actual, expected)) return false;
    return Number.parseInt(until, 36) * 1000 > clock().getTime();
  }

  function mark(number: string, until: string): string {
    return createHmac('sha256', key).update(`ticket:${number}:${until}`).digest('base64url');
  }

  return { linkTo, opens };
}

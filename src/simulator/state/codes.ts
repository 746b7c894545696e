import { randomBytes } from 'node:crypto';
import { createBoundedMap } from '../../lib/bounded-map.ts';

export type QrCode = { readonly scene: string; readonly ticket: string };

const maxCodes = 1000;

/** The account's QR codes, by ticket; the longest unused go. */
export function createCodes() {
  const byTicket = createBoundedMap<string, QrCode>(maxCodes);

  function make(scene: string): QrCode {
    const code = { scene, ticket: `sample${randomBytes(48).toString('base64url')}` };
    byTicket.set(code.ticket, code);
    return code;
  }

  return { make, get: (ticket: string): QrCode | undefined => byTicket.get(ticket) };
}
export type Codes = ReturnType<typeof createCodes>;

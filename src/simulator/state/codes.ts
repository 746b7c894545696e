import { randomBytes } from 'node:crypto';

export type QrCode = { readonly scene: string; readonly ticket: string };

const maxCodes = 1000;

/** The account's QR codes, by ticket; the oldest go. */
export function createCodes() {
  const byTicket = new Map<string, QrCode>();

  function make(scene: string): QrCode {
    const code = { scene, ticket: `sample${randomBytes(48).toString('base64url')}` };
    byTicket.set(code.ticket, code);
    const oldest = byTicket.size > maxCodes ? byTicket.keys().next().value : undefined;
    if (oldest !== undefined) byTicket.delete(oldest);
    return code;
  }

  return { make, get: (ticket: string): QrCode | undefined => byTicket.get(ticket) };
}
export type Codes = ReturnType<typeof createCodes>;

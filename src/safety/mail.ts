import { mailAddresses } from '../lib/mail-addresses.ts';
import type { PlainText } from '../lib/plain-text.ts';
import type { Finding } from './finding.ts';

/** E-mail addresses; the chip keeps the first letter and the domain. */
export function findEmails({ text }: PlainText): Finding[] {
  return mailAddresses(text).map(({ start, end, address }) => {
    const kept = `${address.charAt(0)}***${address.slice(address.lastIndexOf('@'))}`;
    return { type: 'email', start, end, kept };
  });
}

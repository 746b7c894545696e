import type { ChannelKind } from '../domain/registry.ts';
import { toPlainText } from '../lib/plain-text.ts';

/** One spelling for each way of writing the same contact: `400-000-0000` and `400 000 0000` are one number. */
export function contactKey(kind: ChannelKind, value: string): string {
  const plain = toPlainText(value.trim()).text.toLowerCase();
  if (kind === 'phone') return `phone:${phoneDigits(plain)}`;
  if (kind === 'account' || kind === 'qq') return `${kind}:${plain.replace(/[\s-]/g, '')}`;
  return `${kind}:${plain.replace(/\s+/g, '')}`;
}

/** From abroad a landline loses the zero of its area code. */
const abroadToHere = /^(?:00)?86(?=(?:10|2\d|[3-9]\d{2})[1-8]\d{6,7}$)/;

/** Digits alone, without China's country code. */
export function phoneDigits(value: string): string {
  const digits = value.replace(/\D/g, '').replace(abroadToHere, '0');
  return digits.replace(/^(?:0086|86)(?=0?\d{10,}$|1\d{10}$|[48]00\d{7}$)/, '');
}

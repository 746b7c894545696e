import type { PlainText } from '../lib/plain-text.ts';
import type { Finding } from './finding.ts';
import { isBankCard, isIdCard, mobileOf } from './numbers.ts';

const long = /(?<![A-Za-z0-9])\d{11,19}[\dXx]\d{10,19}(?![A-Za-z0-9])/g;
/** Where the first of two numbers may end: identity card, mobile, bank card. */
const seams = [18, 11, 19, 16];

/** Two numbers with nothing between them, each of which proves itself by its form: identity card and telephone, say. */
export function findGluedNumbers({ digits: text }: PlainText): Finding[] {
  if (text.length < 27) return [];
  return [...text.matchAll(long)].flatMap(({ index, 0: shown }) => {
    const at = seams.find((seam) => typeOf(shown.slice(0, seam)) && typeOf(shown.slice(seam)));
    if (at === undefined) return [];
    const parts = [
      { start: index, end: index + at },
      { start: index + at, end: index + shown.length },
    ];
    return parts.flatMap((part): Finding[] => {
      const type = typeOf(text.slice(part.start, part.end));
      return type ? [{ type, ...part }] : [];
    });
  });
}

function typeOf(value: string): Finding['type'] | undefined {
  if (isIdCard(value)) return 'id_card';
  if (/\D/.test(value)) return undefined;
  if (isBankCard(value)) return 'bank_card';
  return mobileOf(value) === undefined ? undefined : 'phone';
}

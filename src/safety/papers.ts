import type { PlainText } from '../lib/plain-text.ts';
import type { Finding } from './finding.ts';

/** Chinese passports: a letter (E, G, D, S, P, H) or E and a letter, nine places in all. */
const chinesePassport = /(?<![A-Za-z0-9])(?:[EGDSPH] ?\d{4} ?\d{4}|E ?[A-HJ-NP-Z] ?\d{7})(?![A-Za-z0-9])/gi;
/** Foreign passports, and the permits between the mainland, Hong Kong, Macao and Taiwan. */
const otherPaper = /(?<![A-Za-z0-9])(?:[A-Z]{1,2} ?\d{6,10}|(?!20[0-4]\d[01]\d[0-3]\d\b)\d{8,9})(?![A-Za-z0-9])/gi;

const namesPaper = /护照|passport|(?:travel|return|hk|taiwan|macau) ?permit|通行证|港澳证|旅行证|回乡证|台胞证/i;
/** Hong Kong's and Macao's identity cards, with the check digit in brackets; Taiwan's, whose second place is the sex. */
const otherIdCard =
  /(?<![A-Za-z0-9])(?:[A-Z]{1,2}\d{6} ?\([0-9A]\)|[157]\d{6} ?\(\d\)|[A-Z][1289]\d{8}(?=(?:[^A-Za-z0-9]|$)))/g;
const namesIdCard = /身[份分]证|证件|id ?card|hkid/i;

const namesAnyPaper = /证件|出入境|出境|签证/;
const namesOrder = /(?:单号?|(?<!护照|证件)编号|航班|车次|型号|版本|工号|流水)[^A-Za-z0-9]{0,4}$/;

/** Passports and travel permits. */
export function findPapers(plain: PlainText): Finding[] {
  const text = plain.digits;
  return [...findOtherIdCards(text), ...findTravelPapers(text)];
}

function findOtherIdCards(text: string): Finding[] {
  if (!namesIdCard.test(text)) return [];
  return [...text.matchAll(otherIdCard)].map((match) => {
    return { type: 'id_card', start: match.index, end: match.index + match[0].length };
  });
}

function findTravelPapers(text: string): Finding[] {
  const isPaperTalk = namesPaper.test(text);
  if (isPaperTalk) return [...matches(text, chinesePassport), ...matches(text, otherPaper).filter(isNear(text))];
  if (namesAnyPaper.test(text)) return matches(text, chinesePassport);
  return matches(text, chinesePassport).filter(
    ({ start, end }) => text.slice(0, start).trim() + text.slice(end).trim() === '',
  );
}

function matches(text: string, pattern: RegExp): Finding[] {
  return [...text.matchAll(pattern)]
    .filter((match) => !namesOrder.test(text.slice(Math.max(0, match.index - 8), match.index)))
    .map((match) => ({ type: 'passport', start: match.index, end: match.index + match[0].length }));
}

/** Other papers have no shape of their own: the word must stand beside them. */
function isNear(text: string): (finding: Finding) => boolean {
  return ({ start, end }) => namesPaper.test(text.slice(Math.max(0, start - 20), start) + text.slice(end, end + 8));
}

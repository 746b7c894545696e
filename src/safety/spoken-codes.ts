import { digitChains } from '../lib/digit-runs.ts';
import type { PlainText } from '../lib/plain-text.ts';
import type { Finding } from './finding.ts';
import { codeName, cvvName, isSender, otherName, phoneName, unit } from './number-names.ts';

/** A code that has not come is not told; the digits that follow are, if something joins them to the word. */
const notReceived =
  /没(?:有|敢)?(?:给|报|说|告诉|填|发)|不给|收不到|没收到|没有收到|未收到|没来|不来|收不了|没有来|没到/;
const joined = /(?:是|为|:|=|→) ?$/;
const saysItIsCode =
  /^(?:[,，。 ]?(?:就是|这是|这个是|这个|是不是|是|为|作为|当|\()[^\d。]{0,8}| (?:is|was) (?:your|the|my) [a-z -]{0,20}|(?:给|发|报|念|说|告诉|填|输)[^\d。]{0,12}[,，]? ?(?:就|那个?|这个?|都)?是[^\d。]{0,4})$/i;
/** `482913的验证码` */
const isItsCode = /^ ?的?(?:登录|支付|短信|付款|转账)?$/;
const day = /^20[12]\d(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])$/;

const mayName =
  /码|🐎|🐴|[验厌眼言艳校].{0,2}[证正验]|code|otp|2fa|yzm|y z m|yan|cv[vcn]|口令|authent|令牌|串|动态验|短信|位|收到的数|[背反]面|背|签名|[后末尾]|security|digits|card|pin|密[马玛]/i;

const hotline = /^[48]00\D?\d{3}\D?\d{4}$/;

type Token = { readonly start: number; readonly end: number; readonly count: number };

/** Verification codes and card security codes: digits that only the words around them make a secret. */
export function findSpokenCodes(plain: PlainText): Finding[] {
  const text = plain.digits;
  if (!/\d/.test(text) || !mayName.test(text)) return [];
  const codes = wordsIn(text, codeName);
  const cvvs = wordsIn(text, cvvName);
  if (codes.length === 0 && cvvs.length === 0) return [];
  const found: Finding[] = [];
  for (const token of shortTokens(text, [...codes, ...cvvs])) {
    if (token.count <= 4 && isNamedBy(text, token, cvvs)) found.push({ type: 'cvv', ...token });
    else if (token.count >= 4 && isNamedBy(text, token, codes)) found.push({ type: 'code', ...token });
  }
  return [...mixedCodes(text), ...found];
}

type Word = { readonly start: number; readonly end: number };

/** Every name of the kind, but for our own marks: `[安全码]` stands for what was there. */
function wordsIn(text: string, pattern: RegExp): Word[] {
  return [...text.matchAll(pattern)]
    .map((match) => ({ start: match.index, end: match.index + match[0].length }))
    .filter(({ start, end }) => !(text[start - 1] === '[' && text[end] === ']'));
}

/** Three to eight digits as one number, grouped or not; the digit of `CVC2` is not among them. */
function shortTokens(text: string, words: readonly Word[]): Token[] {
  return digitChains(text).flatMap((chain) => {
    const parts = chain
      .filter(({ start }) => !words.some((word) => word.start <= start && start < word.end))
      .map(({ start, end }) => ({ start, end, count: end - start }));
    const first = parts[0];
    const last = parts.at(-1);
    if (!first || !last) return [];
    const count = parts.reduce((total, part) => total + part.count, 0);
    if (hotline.test(text.slice(first.start, last.end))) return [];
    const tokens = count <= 8 ? [{ start: first.start, end: last.end, count }] : parts;
    return tokens.filter((token) => token.count >= 3 && token.count <= 8);
  });
}

function isNamedBy(text: string, token: Token, words: readonly Word[]): boolean {
  const shown = text.slice(token.start, token.end);
  const after = text.slice(token.end, token.end + 6);
  const follows = words.some(({ end }) => end <= token.start && token.start - end <= 1);
  if (/^\d{1,2}\/\d{2}$/.test(shown) || day.test(shown) || unit.test(after)) return false;
  if (!follows && (isGlued(text, token) || isSender(shown, after))) return false;
  if (token.count !== 6 && phoneName.test(text.slice(Math.max(0, token.start - 8), token.start))) return false;
  return words.some((word) => {
    if (word.end <= token.start) return leadsTo(text.slice(word.end, token.start));
    return word.start >= token.end && comesBefore(text, token, word);
  });
}

/** Whether the word behind the digits says that they are a code. */
function comesBefore(text: string, token: Token, word: Word): boolean {
  const gap = text.slice(token.end, word.start);
  if (otherName.test(text.slice(Math.max(0, token.start - 12), token.start))) return false;
  const rest = text.slice(word.end, word.end + 8);
  if (/^[,。: ]{1,2}$/.test(gap) && /^[。!?~ ]*$/.test(rest)) return true;
  if (token.count === 3) return /^[,的是在 ]{0,4}$/.test(gap) || saysItIsCode.test(gap);
  return (
    saysItIsCode.test(gap) || isItsCode.test(gap) || (isCodeLike(text, token) && isNear(gap) && !notReceived.test(rest))
  );
}

/** Six digits, not round: what nearly every sender sends. A word for it near by is enough. */
function isCodeLike(text: string, { start, end, count }: Token): boolean {
  return count === 6 && text.slice(end - 2, end) !== '00' && !text.slice(start, end).includes('\n');
}

function isNear(gap: string): boolean {
  return gap.length <= 14 && !/[。!?\n]/.test(gap);
}

function leadsTo(gap: string): boolean {
  if (gap.length > 26 || otherName.test(gap) || /[。\n].{8}/.test(gap)) return false;
  return !notReceived.test(gap) || joined.test(gap);
}

/** Part of a longer token, unless it is the `G-` that some senders put before their codes. */
function isGlued(text: string, { start }: Token): boolean {
  const before = text.slice(Math.max(0, start - 2), start);
  return /(?:[\w.*¥$￥]|\d[-/:]|[ :=]-)$/.test(before) && !/g-$/i.test(before);
}

const mixedCode =
  /(?:验证码|校验码|动态码|激活码|动态口令|verification code|otp)(?: ?(?:是|为|:|=|,))? ?((?=[A-Za-z]*\d)(?=\d*[A-Za-z])[A-Za-z\d]{4,8})(?![A-Za-z\d.@])/gi;

/** `a482913这个验证码` */
const mixedBefore =
  /(?<![A-Za-z0-9])([A-Za-z]{1,2}-?\d{4,8})(?= ?(?:是|这个|就是|,|的|作为|当){0,3}[^。!?\n]{0,4}(?:验证码|校验码|动态码))/g;

function mixedCodes(text: string): Finding[] {
  const after = [...text.matchAll(mixedCode)].map((match): Finding => {
    const end = match.index + match[0].length;
    return { type: 'code', start: end - (match[1]?.length ?? 0), end };
  });
  const before = [...text.matchAll(mixedBefore)].map(({ index, 0: shown }): Finding => {
    return { type: 'code', start: index, end: index + shown.length };
  });
  return [...after, ...before];
}

import type { PlainText } from '../lib/plain-text.ts';
import type { Finding } from './finding.ts';
import { isSender, otherName, unit } from './number-names.ts';
import { isBankCard } from './numbers.ts';

/** Six digits, written as one number, in two or three groups, or one by one: what nearly every sender sends. */
const six =
  /(?<![\w.*¥$￥/-]|\d:)(?:\d{6}|(?<!\d[ ,])(?:\d{3}[ -]\d{3}|\d{2}([ -])\d{2}\1\d{2}|\d([ .-])\d(?:\2\d){4})(?![ ,]\d))(?![\w*%]|[.:/-]\d)/g;
/** Read out, so that it is a code however round it is. */
const readOut =
  /(?:念|读|报)(?:给)?(?:了|出来|过去)?(?:他|她|对方|客服|骗子|你们?|您|人家)?(?:听)?(?:的|了|说)?(?:就是|是)?[ :,「“"]{0,2}$/;
const handedOver = /^ ?(?:这个?|这串)?(?:数字|号码)?(?:都|也|就)?(?:告诉|发给|发过去|念给|报给|读给|说给)/;
const shortLived = /^[^\d。]{0,14}\d{1,2}分钟内?有效/;
/** Words that a number follows which is no amount, in English. */
const handledInEnglish =
  /\b(?:enter(?:ed|ing)?|typ(?:ed?|ing)|input(?:ted)?|got|get|receiv(?:ed?|ing)|told|tell|gave|give|sent|send|says?|said|shows?|read|put|tried|try|used?|texted|copied|shared?)(?: (?:the|an?|this|that|him|her|them|me|you|it|us|agent|guy|caller|scammer|number|code|digits?|as|was|is|in|to|my|sms|text|out)){0,5}[ :,"'(]{0,2}$/i;
const spokenOfInEnglish =
  /^[ ,"')]{0,3}(?:(?:to|for|over|by|via|from|in) (?:the |my |a )?(?:sms|bank|text|phone|message|verif|log|sign|confirm|auth|him|her|them|you)|valid|expire|invalid|is (?:your|my|this|that|the code|invalid|wrong|expired|it from)|(?:and |but )?it (?:says|said)|not work|does ?n.t|did ?n.t|wrong|won.t|never worked)/i;
/** `482913 SHIB`: so many of a coin. */
const coin = /^ ?(?!YZM|OTP|SMS|CODE|PIN)[A-Z]{3,5}(?![A-Za-z])/;
const latinBefore =
  /(?<![A-Za-z])(?!(?:ok|okay|hi|hello|hey|xdm|e+m+|lol|pls|um+|er+|so|and|app)[ ,])[A-Za-z]{2,}[ :#_=.-]{0,3}$/;
/** `系统繁忙(482913)`: what a screen adds to its words. */
const inBrackets = /[([][^)\]]{0,6}$/;
/** Where a message speaks of such things. */
const ofCodes = /短信|验证|口令|念|报给|骗|登录|(?<![二维条编代邮误错])码(?!头)|\b(?:sms|otp)\b/i;
/** A code that the customer has us check is for us: identity reads it. */
const forUs = /^ *(?:验证|核实|核验)[ :,。是]{0,3}(?:\d[ -]?){5}\d[ 。.!]?$/;
const ofMoney =
  /(?:钱|款|转账|到账|余额|金额|工资|红包|汇|账户|卡里)(?!.*(?:码|验证|】))|(?:[打付充转卖买投贷赔花扣](?:了|掉|出|进|给他|给她|给对方)?的?|合计|[总小共]计|[总本]额|市值|本息|成交|大概|差不多|将近|超过) ?$/;

const english = /\b(?:use|enter|type|input) (\d{4,8}) (?:to|for) (?:log|sign|verif|confirm|auth|complete)/gi;
/** A card's number, maybe its last month, and its security code in one line, as shops ask for them. */
const cardLine =
  /\d(?:[ -]?\d){12,18}([^\d。]{1,14}(?:(?:0[1-9]|1[0-2]) ?[/-]? ?[23]\d[^\d。]{1,10})?)(\d{3})(?!\d|[.:/-]\d)/g;

/**
 * Codes that are told without a word for them: 「收到的是 482913 那个」, 「我念了559514」, `482913` and nothing else. Six
 * digits by themselves are taken for one, unless something beside them says what else they are.
 */
export function findToldCodes({ digits: text }: PlainText): Finding[] {
  if (!/\d{3}|(?:\d[ .-]){3}/.test(text)) return [];
  return [...inEnglish(text), ...(text.length > 19 ? onCardLines(text) : []), ...sixTold(text)];
}

function onCardLines(text: string): Finding[] {
  return [...text.matchAll(cardLine)].flatMap(({ index, 0: shown, 1: gap = '', 2: digits = '' }): Finding[] => {
    const end = index + shown.length;
    const card = shown.slice(0, -gap.length - digits.length).replace(/\D/g, '');
    if (!isBankCard(card) || unit.test(text.slice(end, end + 6)) || otherName.test(gap)) return [];
    return [{ type: 'cvv', start: end - digits.length, end }];
  });
}

function inEnglish(text: string): Finding[] {
  return [...text.matchAll(english)].map((match) => {
    const start = match.index + match[0].lastIndexOf(match[1] ?? '');
    return { type: 'code', start, end: start + (match[1]?.length ?? 0) };
  });
}

function sixTold(text: string): Finding[] {
  if (forUs.test(text)) return [];
  return [...text.matchAll(six)].flatMap(({ index: start, 0: shown }): Finding[] => {
    const end = start + shown.length;
    const before = text.slice(Math.max(0, start - 24), start);
    const after = text.slice(end, end + 20);
    if (unit.test(after) || otherName.test(before) || isSender(shown, after)) return [];
    return isTold({ text, digits: shown.replace(/\D/g, ''), before, after }) ? [{ type: 'code', start, end }] : [];
  });
}

type Told = { readonly text: string; readonly digits: string; readonly before: string; readonly after: string };

function isTold({ text, digits, before, after }: Told): boolean {
  if (readOut.test(before) || handedOver.test(after) || shortLived.test(after)) return true;
  if (isNoCode(digits) || isOfMoney(before, after)) return false;
  if (otherCode.test(before) && !telling.test(text)) return false;
  if (latinBefore.test(before)) return isToldInEnglish(before, after);
  return !inBrackets.test(before) || ofCodes.test(text);
}

function isToldInEnglish(before: string, after: string): boolean {
  return handledInEnglish.test(before) || spokenOfInEnglish.test(after) || ofCodes.test(before);
}

/** A code of another kind, by a name that no list has; but impostors give codes new names. */
const otherCode = /[\u4e00-\u9fff](?<![的要个那这填输收回])码(?:是|为|:| )*$/;
const telling = /骗|念|报|告诉|短信|给[他她]|对方/;

/** Round, counted up from nothing, or said for its sound: `666666` is applause, `233333` laughter. */
function isNoCode(digits: string): boolean {
  return digits.endsWith('00') || digits.startsWith('00') || /^\d?(\d)\1{4,}$/.test(digits);
}

function isOfMoney(before: string, after: string): boolean {
  return coin.test(after) || ofMoney.test(/[^,。!?\n]{0,8}$/.exec(before)?.[0] ?? '');
}

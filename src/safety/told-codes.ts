import type { PlainText } from '../lib/plain-text.ts';
import type { Finding } from './finding.ts';

/** Six digits by themselves, grouped as one number or two: what nearly every sender sends. */
const six = /(?<![\w.*¥$￥/-]|\d:)(?:\d{6}|\d{3}[ -]\d{3})(?![\w*%]|[.:/-]\d)/g;
/** Verbs for reading out what a screen shows, and for what has just come in. */
const readOut =
  /(?:念|读|报)(?:给)?(?:了|出来|过去)?(?:他|她|对方|客服|骗子|你们?|您|人家)?(?:听)?(?:的|了|说)?(?:就是|是)?[ :,「“"]{0,2}$/;
const cameIn =
  /(?:(?:收到|发来|来了?|弹出|显示)(?:的|了|过|一[个条串]|1[个条串]|个|那个|这个|数字|号码|短信){0,4}(?:就是|是)?|短信(?:里|上|内容)?(?:的|写的?|说的?)?(?:是)?)[ :,「“"]{0,2}$/;
/** What is also done with money and other numbers: it needs a word of the trade in the text. */
const passedOn =
  /(?:发|给|回|说|填|输|告诉)(?:复|入)?(?:了|的|过)?(?:给)?(?:他|她|对方|客服|骗子|我|你们?|您|人家)?(?:的|了)?(?:就?是)?(?:一?1?[个条串])?[ :,「“"]{0,2}$/;
const ofCodes = /短信|码|收到|客服|骗|对方|登录|验证|数字|系统发/;
const handedOver = /^ ?(?:这个?|这串)?(?:数字|号码)?(?:都|也|就)?(?:告诉|发给|念给|报给|读给|说给)/;
const shortLived = /^[^\d。]{0,6}\d{1,2}分钟内?有效/;
/** Money is round, or has its unit behind it. */
const isRound = '00';
const unit = /^ ?(?:元|块|分|个|人|次|条|名|股|笔|[万千百亿]|usdt|usd|rmb|币|积分)/i;
const ofMoney = /钱|款|转账|到账|余额|金额|工资|红包|汇|订单|单号|编号|邮编|股|基金|房号|密码/;

const english = /\b(?:use|enter|type|input) (\d{4,8}) (?:to|for) (?:log|sign|verif|confirm|auth|complete)/gi;
/** A card's number, its last month and its security code in one line, as shops ask for them. */
const cardLine = /\d(?:[ -]?\d){12,18}[ ,;/]{1,3}(?:0[1-9]|1[0-2]) ?[/-]? ?[23]\d[ ,;/]{1,3}(\d{3})(?!\d|[.,:/-]\d)/g;

/** Codes that are told without a word for them: 「收到的是 482913 那个」, 「我念了559514」. */
export function findToldCodes({ digits: text }: PlainText): Finding[] {
  if (!/\d{3}/.test(text)) return [];
  const found = [...grouped(text, english, 'code'), ...(text.length > 22 ? grouped(text, cardLine, 'cvv') : [])];
  return ofMoney.test(text) ? found : [...found, ...sixTold(text)];
}

function comesOrGoes(text: string, before: string): boolean {
  return cameIn.test(before) || (passedOn.test(before) && ofCodes.test(text));
}

function grouped(text: string, pattern: RegExp, type: Finding['type']): Finding[] {
  return [...text.matchAll(pattern)].map((match) => {
    const start = match.index + match[0].lastIndexOf(match[1] ?? '');
    return { type, start, end: start + (match[1]?.length ?? 0) };
  });
}

function sixTold(text: string): Finding[] {
  return [...text.matchAll(six)].flatMap((match): Finding[] => {
    const { index: start } = match;
    const end = start + match[0].length;
    const before = text.slice(Math.max(0, start - 16), start);
    if (unit.test(text.slice(end, end + 5))) return [];
    const after = text.slice(end, end + 16);
    const isReadOut = [readOut.test(before), handedOver.test(after), shortLived.test(after)].includes(true);
    const isTold = isReadOut || (!match[0].endsWith(isRound) && comesOrGoes(text, before));
    return isTold ? [{ type: 'code', start, end }] : [];
  });
}

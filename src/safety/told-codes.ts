import type { PlainText } from '../lib/plain-text.ts';
import type { Finding } from './finding.ts';
import { isSender, otherName, unit } from './number-names.ts';

/** Six digits by themselves, written as one number, in two or three groups, or one by one: what nearly every sender sends. */
const six =
  /(?<![\w.*¥$￥/-]|\d:)(?:\d{6}|(?<!\d[ ,])(?:\d{3}[ -]\d{3}|\d{2}([ -])\d{2}\1\d{2}|\d([ .-])\d(?:\2\d){4})(?![ ,]\d))(?![\w*%]|[.:/-]\d)/g;
/** What is done with a code: it comes in, is read, typed, told; with what may stand between that and the digits. */
const handled = new RegExp(
  '(?:收到|收着|收了|发来|来了|来个|跳|弹|蹦|冒|显示|看到|写着|写的|念|读|报|抄|复制|粘贴|敲|打|输|填|说|告诉|回|发|给|短信|手机)' +
    '(?:出来|过来|进来|上来|过去|进去|出去|上去|一条|一个|一串|1[条个串]|那个|这个|那串|里面?|上|写|内容|显示|复|入|了|的|过|着|给|他们?|她们?|对方|客服|骗子|我|你们?|您|人家|人|听|到|手机|个|条|串|号码|验证|数字?|码|就|也|都|是|说){0,7}[ :,「“"(→>]{0,3}$',
);
/** What is said of a code, right behind it. */
const spokenOf =
  /^[ ,」”")]{0,3}(?:这个?|这串|那个?)?(?:数字?|号码|码)?(?:[我他你]|已经|都|也|就|要不要|要|能|可以|不?敢|没敢|全){0,3}(?:告诉|发给|发过去|发到我|念|报给|报了|读给|说给|填|输|过期|无效|失效|有效|对不对|对吗|不对|不行|错误?|提示|是你们发|给(?:了)?(?:他|对方|客服|骗子))/;
const shortLived = /^[^\d。]{0,6}\d{1,2}分钟内?有效/;
/** The whole message: nothing else that six digits may be is sent by itself. */
const alone = /^[\s,。!?~.「」“”"]*$/;
/** Money is round, or is spoken of. */
const ofMoney = /钱|款|转账|到账|余额|金额|工资|红包|汇|[打付充转]了?$/;
/** `666666` is applause, `233333` laughter, `123456` counting. */
const isSaid = (digits: string): boolean => new Set(digits).size < 3;

const english = /\b(?:use|enter|type|input|got|received|sent me) (\d{4,8}) (?:to|for|as) /gi;
/** A card's number, its last month and its security code in one line, as shops ask for them. */
const cardLine = /\d(?:[ -]?\d){12,18}[^\d\n]{1,12}(?:0[1-9]|1[0-2]) ?[/-]? ?[23]\d[^\d\n]{1,8}(\d{3})(?!\d|[.,:/-]\d)/g;

/** Codes that are told without a word for them: 「收到的是 482913 那个」, 「我念了559514」. */
export function findToldCodes({ digits: text }: PlainText): Finding[] {
  if (!/\d{3}|(?:\d[ .-]){3}/.test(text)) return [];
  const found = [...grouped(text, english, 'code'), ...(text.length > 22 ? grouped(text, cardLine, 'cvv') : [])];
  return [...found, ...sixTold(text)];
}

function grouped(text: string, pattern: RegExp, type: Finding['type']): Finding[] {
  return [...text.matchAll(pattern)].map((match) => {
    const start = match.index + match[0].lastIndexOf(match[1] ?? '');
    return { type, start, end: start + (match[1]?.length ?? 0) };
  });
}

function sixTold(text: string): Finding[] {
  return [...text.matchAll(six)].flatMap(({ index: start, 0: shown }): Finding[] => {
    const end = start + shown.length;
    const before = text.slice(Math.max(0, start - 24), start);
    const after = text.slice(end, end + 16);
    if (unit.test(after) || otherName.test(before) || isSender(shown, after)) return [];
    return isTold({ shown, before, after }) ? [{ type: 'code', start, end }] : [];
  });
}

function isTold({ shown, before, after }: { shown: string; before: string; after: string }): boolean {
  const digits = shown.replace(/\D/g, '');
  if (alone.test(before) && alone.test(after)) return !digits.endsWith('00') && !isSaid(digits);
  if (shortLived.test(after)) return true;
  if (digits.endsWith('00') || ofMoney.test(/[^,。!?\n]{0,8}$/.exec(before)?.[0] ?? '')) return false;
  return handled.test(before) || spokenOf.test(after);
}

import type { PlainText } from '../lib/plain-text.ts';
import type { Finding } from './finding.ts';
import { isSender, otherName, unit } from './number-names.ts';

/** Six digits by themselves, written as one number, in two or three groups, or one by one: what nearly every sender sends. */
const six =
  /(?<![\w.*¥$￥/-]|\d:)(?:\d{6}|(?<!\d[ ,])(?:\d{3}[ -]\d{3}|\d{2}([ -])\d{2}\1\d{2}|\d([ .-])\d(?:\2\d){4})(?![ ,]\d))(?![\w*%]|[.:/-]\d)/g;
/** What is done with a code: it comes in, is read, typed, told; with what may stand between that and the digits. */
const handled = new RegExp(
  '(?:收到|收着|收了|来|提供|核对|要了?|跳|弹|蹦|冒|显示|看到|写|念|读|报|抄|复制|粘贴|敲|打|输|填|说|告诉|回|发|给|短信|手机)' +
    '(?:出来|过来|进来|上来|过去|进去|出去|上去|一条|一个|一串|1[条个串]|那个|这个|那串|里面?|上|写|内容|显示|复|入|了|的|过|着|给|他们?|她们?|对方|客服|骗子|我|你们?|您|人家|人|听|到|手机|个|条|串|号码|验证|数字?|码|就|也|都|是|说){0,7}[ :,「“"(→>]{0,3}$',
);
/** Words after which a number is what is meant, not how much of something there is. */
const meant =
  /(?:^|[,。!?;\n\])」】] ?|这|那|上面|的|是|就|把|给|要了?|个|吧|着|核对|还有|数字?|串|\d位的?|[\u{1F300}-\u{1F4AF}\u{1F4B5}-\u{1F9E6}\u{1F9E8}-\u{1FAFF}\u2700-\u27BF])[ :,「“"(]{0,3}$/u;
const handledInEnglish =
  /\b(?:enter(?:ed|ing)?|typ(?:ed?|ing)|input(?:ted)?|got|get|receiv(?:ed?|ing)|told|tell|gave|give|sent|send|says?|said|shows?|read|put|tried|try|used?|texted|copied|shared?)(?: (?:the|an?|this|that|him|her|them|me|you|it|us|agent|guy|caller|scammer|number|code|digits?|as|was|is|in|to|my|sms|text|out)){0,5}[ :,"'(]{0,2}$/i;
const spokenOfInEnglish =
  /^[ ,"')]{0,3}(?:(?:to|for|over|by|via|from|in) (?:the |my |a )?(?:sms|text|phone|message|verif|log|sign|confirm|auth|him|her|them|you)|valid|expire|invalid|is (?:your|my|this|that|the code|invalid|wrong|expired|it from)|(?:and |but )?it (?:says|said)|not work|does ?n.t|did ?n.t|wrong|won.t|never worked)/i;
/** What is said of a code, right behind it. */
const spokenOf =
  /^[ ,」”")]{0,3}(?:这个?|这串|那个?)?(?:数字?|号码|码)?(?:[我他你]|已经|都|也|就|要不要|要|能|可以|不?敢|没敢|全){0,3}(?:告诉|发[给他她过到了]|收到|念|报给|报了|读给|说给|填|输|过期|无效|失效|有效|对不对|对吗|不对|啱|不行|还?是?错|提示|不管用|没用|用不了|发错|怎么办|说(?:失效|过期|不)|(?:是)?(?:干啥|干嘛|干什么|啥|什么)|是不?是?你们|用于|这种6位|给(?:了)?(?:他|对方|客服|骗子))/;
const shortLived = /^[^\d。]{0,14}\d{1,2}分钟内?有效/;
/** Where a message speaks of such things, six digits without a name of their own are one. */
const ofCodes = /短信|验证|口令|念|报给|骗|登录|(?<![二维条编代邮])码(?!头)|\b(?:sms|otp)\b/i;
/** The whole message, but for words that say nothing: nothing else that six digits may be is sent by itself. */
const alone =
  /^(?:[\s,。!?~.「」“”"是就这那个串数哦嗯啊呃喏好行滴给要发的我你了上面写显示刚才新来一1条收到对吗吧伐嘛么呢看侬❗❓]|[俺咱]的?|\bok\b)*$/i;
/** A code that the customer has us check is for us: identity reads it. */
const forUs = /^ *(?:验证|核实|核验)[ :,。是]{0,3}(?:\d[ -]?){5}\d[ 。.!]?$/;
/** Money is round, or is spoken of. */
const ofMoney = /(?:钱|款|转账|到账|余额|金额|工资|红包|汇|账户|卡里)(?!.*(?:码|验证|】))|[打付充转卖买投贷赔]了?的?$/;
/** `666666` is applause, `233333` laughter, `123456` counting. */
const isSaid = (digits: string): boolean => new Set(digits).size < 3;

const english = /\b(?:use|enter|type|input) (\d{4,8}) (?:to|for) (?:log|sign|verif|confirm|auth|complete)/gi;
/** A card's number, maybe its last month, and its security code in one line, as shops ask for them. */
const cardLine =
  /\d(?:[ -]?\d){12,18}([^\d。]{1,14}(?:(?:0[1-9]|1[0-2]) ?[/-]? ?[23]\d[^\d。]{1,10})?)(\d{3})(?!\d|[.:/-]\d)/g;

/** Codes that are told without a word for them: 「收到的是 482913 那个」, 「我念了559514」. */
export function findToldCodes({ digits: text }: PlainText): Finding[] {
  if (!/\d{3}|(?:\d[ .-]){3}/.test(text)) return [];
  return [...inEnglish(text), ...(text.length > 19 ? onCardLines(text) : []), ...sixTold(text)];
}

function onCardLines(text: string): Finding[] {
  return [...text.matchAll(cardLine)].flatMap(({ index, 0: shown, 1: gap = '', 2: digits = '' }): Finding[] => {
    const end = index + shown.length;
    if (unit.test(text.slice(end, end + 6)) || otherName.test(gap)) return [];
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
  const isOfCodes = ofCodes.test(text);
  return [...text.matchAll(six)].flatMap(({ index: start, 0: shown }): Finding[] => {
    const end = start + shown.length;
    const before = text.slice(Math.max(0, start - 24), start);
    const after = text.slice(end, end + 16);
    if (unit.test(after) || otherName.test(before) || isSender(shown, after)) return [];
    return isTold({ shown, before, after, isOfCodes }) ? [{ type: 'code', start, end }] : [];
  });
}

type Told = { readonly shown: string; readonly before: string; readonly after: string; readonly isOfCodes: boolean };

function isTold({ shown, before, after, isOfCodes }: Told): boolean {
  const digits = shown.replace(/\D/g, '');
  if (alone.test(before) && alone.test(after)) return !digits.endsWith('00') && !isSaid(digits);
  if (shortLived.test(after)) return true;
  if (digits.endsWith('00') || ofMoney.test(/[^,。!?\n]{0,8}$/.exec(before)?.[0] ?? '')) return false;
  return [
    isOfCodes,
    meant.test(before),
    handled.test(before),
    spokenOf.test(after),
    handledInEnglish.test(before),
    spokenOfInEnglish.test(after),
  ].includes(true);
}

import type { ContactKind } from '../domain/safety.ts';
import { digitChains, readChain } from '../lib/digit-runs.ts';
import type { DigitRun } from '../lib/digit-runs.ts';
import { mailAddresses } from '../lib/mail-addresses.ts';
import type { PlainText } from '../lib/plain-text.ts';
import { phoneDigits } from './contact-key.ts';

export type Contact = { readonly kind: ContactKind; readonly value: string };
type Placed = Contact & { readonly start: number; readonly end: number };

/** Ways to reach somebody, or to pay him, that a text names; `known` are found without words beside them. */
export function findContacts(plain: PlainText, known: readonly Contact[]): Contact[] {
  const placed = [
    ...findNamed(plain),
    ...findKnown(plain, known),
    ...findBare(plain),
    ...findEmails(plain),
    ...findAccounts(plain),
    ...findPhones(plain),
  ];
  const kept: Placed[] = [];
  for (const contact of placed) {
    if (!kept.some((other) => contact.start < other.end && other.start < contact.end)) kept.push(contact);
  }
  return kept.sort((a, b) => a.start - b.start).map(({ kind, value }) => ({ kind, value }));
}

const doubled = /^["'”’>)]{0,2}@[^\s@]+/;

function findEmails({ text }: PlainText): Placed[] {
  return mailAddresses(text).map(({ start, end, address }) => {
    // `"help@ours"@theirs` and `help@ours@theirs` belong to who stands last.
    const rest = doubled.exec(text.slice(end, end + 120))?.[0] ?? '';
    return { kind: 'email', value: `${address}${rest}`.toLowerCase(), start, end: end + rest.length };
  });
}

const says = '(?:[ ,]?(?:号码|账号|帐号|群号|群|号|ID|id|昵称|名字))?(?: ?(?:is|是|为|叫|:|=|加|,|「|“|")){0,3} ?';
/** Letters of other scripts too: some pass for Latin ones. */
const handle = '([A-Za-z\\u00c0-\\u052f][A-Za-z0-9_\\u00c0-\\u052f-]{4,19}|\\d{5,11})';
/** The words for each kind, with the spellings that get past filters. */
const namedBy: readonly { readonly kind: ContactKind; readonly pattern: RegExp }[] = [
  {
    kind: 'qq',
    pattern: new RegExp(
      `(?:(?:qq|扣扣|企鹅|q群|扣群|抠抠|叩叩|球球|(?<![a-z])q(?=[ 号]?:))(?:客服)?${says}|[^\\d]群号?[ :]?)(\\d{5,11})(?!\\d)`,
      'gi',
    ),
  },
  {
    kind: 'wechat',
    pattern: new RegExp(
      `(?:微信|薇信|威信|维信|徽信|微 ?x|v信|卫星|wechat|weixin|(?<![a-z])(?:wx(?!id)|vx|weix)|薇(?=[ :]?[a-z])|v我)(?:客服|号)?${says}${handle}(?![A-Za-z0-9_.@-])`,
      'gi',
    ),
  },
  {
    kind: 'wechat',
    pattern: new RegExp(
      `(?:加我?|➕|\\+)(?:v|微|薇)[ :号]{0,3}${handle}(?![A-Za-z0-9_.@-])|(?<![a-z0-9])v[ 号]?: ?${handle}(?![A-Za-z0-9_.@-])`,
      'gi',
    ),
  },
  {
    kind: 'wechat',
    pattern:
      /(?<![A-Za-z0-9_.@/-])([A-Za-z](?=[a-z]*[\d_-])[A-Za-z0-9_-]{5,19}) ?(?:是|这个|就是)?(?:他|她|骗子|对方)?的?(?:微信|wx|vx)(?!支付|里|上|公众|小程序|群)/gi,
  },
  { kind: 'wechat', pattern: /(?<![a-z0-9])(wxid_[a-z0-9]{6,30})/gi },
  {
    kind: 'social',
    pattern: new RegExp(
      `(?:抖音|快手|小红书|微博|telegram|电报|飞机|纸飞机|(?<![a-z])tg上?|whatsapp|skype|(?<![a-z])line|facebook|instagram|twitter|蝙蝠|钉钉|陌陌|探探|闲鱼|支付宝客服|支付宝账号)${says}@?([A-Za-z0-9_.-]{4,32})(?![A-Za-z0-9@])`,
      'gi',
    ),
  },
  {
    kind: 'app',
    pattern: /(?:下载|安装)(?:一个|了|个|叫|名为|做){0,3}[「“"'《【]([^「」“”"'《》【】]{2,20})[」”"'》】]/g,
  },
];

function findNamed({ text }: PlainText): Placed[] {
  return namedBy.flatMap(({ kind, pattern }) =>
    [...text.matchAll(pattern)].map((match) => {
      const value = (match[1] ?? match[2] ?? '').toLowerCase();
      const end = match.index + match[0].length;
      return { kind, value, start: end - value.length, end };
    }),
  );
}

function findKnown({ text }: PlainText, known: readonly Contact[]): Placed[] {
  const lower = text.toLowerCase();
  return known.flatMap(({ kind, value }): Placed[] => {
    const start = kind === 'phone' ? -1 : lower.indexOf(value);
    if (start < 0) return [];
    const end = start + value.length;
    return isWhole(lower, start, end) ? [{ kind, value, start, end }] : [];
  });
}

/** 「kefu_8899」, 「2839471122 是你们的吗」: nothing else says what it is. */
const bareHandle =
  /^([A-Za-z](?=[A-Za-z0-9]*[_-])[A-Za-z0-9_-]{5,19}|[A-Za-z0-9_-]*(?:kefu|guanfang|qianbao|anquan|service|support)[A-Za-z0-9_-]*|\d{5,10})( ?(?:这个?|这是)?(?:号|账号|微信|qq)? ?(?:是|真|可信|靠谱)[^,。!?]{0,14})?[?!。 ]*$/i;
/** Numbers of ours and of orders: `K20261122-0042`. */
const numbered = /^[A-Za-z]{1,4}\d{6,}(?:-\d+)*$/;

function findBare({ text }: PlainText): Placed[] {
  const [, value = '', question] = bareHandle.exec(text.trim()) ?? [];
  const isDigits = /^\d*$/.test(value);
  if (value.length < 5 || numbered.test(value) || (isDigits && question === undefined)) return [];
  const start = text.indexOf(value);
  if (isDigits && isPhone(text, { start, end: start + value.length, digits: value, groups: 1 })) return [];
  return [{ kind: isDigits ? 'qq' : 'wechat', value: value.toLowerCase(), start, end: start + value.length }];
}

const joinsLatin = /^(?:[a-z0-9_@/\\\u00c0-\u052f-]|\.[a-z0-9])/;
const endsLatin = /(?:[a-z0-9_@/\\\u00c0-\u052f-]|[a-z0-9]\.)$/;
const han = /[\u4e00-\u9fff]/;
/** What may touch a name in Chinese: any other character may belong to another, longer name, `示例钱包极速版`. */
const mayFollow =
  /^(?:$|[^\u4e00-\u9fffa-z0-9]|app(?![a-z0-9])|[是的吗么呢吧啊和跟与在里上这怎为可能会要有没不打登被])/;
const mayPrecede = /(?:^|[^\u4e00-\u9fffa-z0-9]|[是叫用在的和跟与从到把装载开问个款对])$/;

function isWhole(text: string, start: number, end: number): boolean {
  const [before, after] = [text.slice(Math.max(0, start - 2), start), text.slice(end, end + 4)];
  if (han.test(text.slice(start, end))) return mayPrecede.test(before) && mayFollow.test(after);
  return !endsLatin.test(before) && !joinsLatin.test(after);
}

const cryptoAddress =
  /(?<![A-Za-z0-9])(?:0[xX][0-9a-fA-F]{40}|T[1-9A-HJ-NP-Za-km-z]{33}|(?:bc1|BC1|ltc1|tb1)[a-zA-Z0-9]{25,60}|[13][1-9A-HJ-NP-Za-km-z]{25,34})(?![A-Za-z0-9])/g;
const namesAccount =
  /(?:账户|账号|帐号|卡号|户名|对公|收款|汇款|转到|转入|转给|汇到|打到|打款|存到|充到|对方)[^\d]{0,16}$/;

/** A number by itself, or with the question whose it is. */
const isNothingElse =
  /^(?: ?(?:这个?|这张)?(?:号|账号|账户|卡|卡号)? ?是(?:不是)?(?:你们|官方|公司|真)[^。!?]{0,12})?[?!。 ]*$/;

function findAccounts({ text, digits }: PlainText): Placed[] {
  const crypto = [...text.matchAll(cryptoAddress)].map((match): Placed => {
    return { kind: 'account', value: match[0], start: match.index, end: match.index + match[0].length };
  });
  const isAccount = ({ start, end }: DigitRun) =>
    namesAccount.test(digits.slice(Math.max(0, start - 24), start)) ||
    (start === 0 && isNothingElse.test(digits.slice(end)));
  const cards = digitChains(digits).flatMap((chain) =>
    readChain(digits, chain, { least: 12, accepts: isAccount }).map((run): Placed => {
      return { kind: 'account', value: run.digits, start: run.start, end: run.end };
    }),
  );
  return [...crypto, ...cards];
}

/** Mobile, landline with area code, 400/800, and the numbers of five and more places that companies have. */
const phone =
  /^(?:1[3-9]\d{9}|0(?:10|2\d|[3-9]\d{2})[1-8]\d{6,7}|[48]00\d{7}|9[56]\d{3,4}|9[56]\d{6}|100\d{2}|106\d{5,15}|12[13]\d{2})$/;
const short = /^(?:\d{5,6}|9[56]\d{6})$/;
const namesPhone = /(?:电话|来电(?:显示)?|热线|客服|拨打|致电|打给|打了|号码|短信|手机|联系|拨|tel)[^\d。]{0,10}$/i;
const namesPhoneAfter =
  /^[^\d]{0,4}(?:打来|打电话|打给|打过来|来电|发来|发的|发短信|这个号|这个电话|是你们|是官方|是客服|的短信|的电话|给我打)/;
const inWord = /[A-Za-z0-9_@.]/;

function findPhones({ digits: text }: PlainText): Placed[] {
  return digitChains(text).flatMap((chain) =>
    readChain(text, chain, { least: 5, accepts: (run) => isPhone(text, run) }).map((run): Placed => ({
      kind: 'phone',
      value: phoneDigits(run.digits),
      start: run.start,
      end: run.end,
    })),
  );
}

/** Another country's, dialled with 00 or written with a plus. */
const abroad = /^00(?:1\d{10}|(?:852|853|886|855|856|971|65|60|81|82|44|61|63|66|84|62|95|91|92|7)\d{7,10})$/;

function isPhone(text: string, { start, end, digits }: DigitRun): boolean {
  if (inWord.test(text[start - 1] ?? ' ') || /[A-Za-z0-9_@%]/.test(text[end] ?? ' ')) return false;
  if (abroad.test(text[start - 1] === '+' ? `00${digits}` : digits)) return true;
  const number = phoneDigits(digits);
  if (!phone.test(number)) return false;
  return !short.test(number) || isCalled(text, start, end);
}

/** A short number is one only where words say so, or nothing else is there. */
function isCalled(text: string, start: number, end: number): boolean {
  const before = text.slice(Math.max(0, start - 14), start);
  return (
    namesPhone.test(before) || namesPhoneAfter.test(text.slice(end, end + 12)) || text.trim() === text.slice(start, end)
  );
}

import { digitChains } from '../lib/digit-runs.ts';
import type { PlainText } from '../lib/plain-text.ts';
import type { Finding } from './finding.ts';

const codeWord =
  /验证码|校验码|确认码|动态码|短信码|激活码|动态口令|短信口令|动态密码|短信密码|[一1]次性(?:密码|口令)|登[录陆]码|授权码|安全码|验证密码|\botp\b|(?:verification|auth(?:entication)?|sms|security|confirmation|login) ?code|passcode|(?:收到|发来|发给我|短信里?|手机上?)(?:的|了)?(?:1?个)?码(?![头字农率数])|(?<![\u4e00-\u9fff])码(?= ?[是:\d]|发|给)|的码(?=是)|短信[^。]{0,8}?(?:数字|位数)|\d ?[位个](?:数字|数|码)|短信验证(?!码)|(?:给|发|报|回)(?:你|您|他|她|了)?(?:个|的)?码|(?<!(?:error|status|zip|postal|invite|promo|country|area|qr|source) ?)\bcode\b/gi;
const cvvWord =
  /cvv2?|cvc2?|cvn2?|安全码|security (?:code|number)|卡背面?的?后?3位|背面(?:的|那)?(?:后|末)?3位|签名[栏条处]|卡片?验证码|卡背|(?<!(?:手机|电话|证|订单|单|尾|卡号|账|帐|编|学|工|车牌|流水|户|号)号?码?的?(?:最|末)?)(?:后面?|末尾?|最后面?|[反背]面|背后|卡后面)(?:的|那)?3[位个码](?:数字?|码)?|3[ -]?digits?(?: \w+)? on (?:the )?(?:back|card)|digits on (?:the )?back/gi;
/** Right before the digits, these say that the digits are something else. */
const otherName =
  /(?:订单|单号|尾号|电话|热线|手机号?|手机号码|电话号码|金额|卡号|身份证号?|工号|编号|余额|有效期|版本|错误码|报错|代码|邮编|qq|微信|股票|邮编|房号|取件码|取餐码|编码|限额|扣|转|充|付|花|提现|充值|消费|退|收款|存|[¥￥$*@])[了是为: ]{0,3}$|(?:www|http)\S*$/i;
/** A code that has not come is not told; the digits that follow are, if something joins them to the word. */
const notReceived = /收不到|没收到|没有收到|未收到|没来|不来|收不了|没有来|没到/;
const joined = /(?:是|为|:|=) ?$/;
const unit =
  /^ ?(?:元|块|分|秒|天|年|月|日|号|点|时|小时|次|条|个|位|人|名|%|万|千|百|亿|楼|层|岁|笔|期|倍|折|多|发来|发的|发了|打来|短信|开头|结尾|平台|这个号|usdt|usd|rmb|btc|eth|trx|cny)|^[A-Za-z*@/]|^[-:.]\d/i;
const saysItIsCode =
  /^(?:[,，。 ]?(?:就是|这是|这个是|这个|是不是|是|为|作为|当|\()[^\d。]{0,8}| (?:is|was) (?:your|the|my) [a-z ]{0,20}|(?:给|发|报|念|说|告诉|填|输)[^\d。]{0,12}[,，]? ?(?:就|那个?|这个?|都)?是[^\d。]{0,4})$/i;
/** `482913的验证码`; before it also stands who sent one: 10086的验证码. */
const isItsCode = /^ ?的?(?:登录|支付|短信|付款|转账)?$/;
const sender = /^(?:95|96|100|106|12)\d{3,}$/;
const day = /^20[12]\d(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])$/;

const mayName = /码|code|otp|cv[vcn]|口令|短信|位数|背|签名|[后末尾反]面?[的那]?3[位个码]|security|digits/i;

type Token = { readonly start: number; readonly end: number; readonly count: number };

/** Verification codes and card security codes: digits that only the words around them make a secret. */
export function findSpokenCodes(plain: PlainText): Finding[] {
  const text = plain.digits;
  if (!/\d/.test(text) || !mayName.test(text)) return [];
  const codes = wordsIn(text, codeWord);
  const cvvs = wordsIn(text, cvvWord);
  if (codes.length === 0 && cvvs.length === 0) return [];
  const found: Finding[] = [];
  for (const token of shortTokens(text, [...codes, ...cvvs])) {
    if (token.count <= 4 && isNamedBy(text, token, cvvs)) found.push({ type: 'cvv', ...token });
    else if (token.count >= 4 && isNamedBy(text, token, codes)) found.push({ type: 'code', ...token });
  }
  return [...found, ...mixedCodes(text)];
}

type Word = { readonly start: number; readonly end: number };

function wordsIn(text: string, pattern: RegExp): Word[] {
  return [...text.matchAll(pattern)].map((match) => ({ start: match.index, end: match.index + match[0].length }));
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
    const tokens = count <= 8 ? [{ start: first.start, end: last.end, count }] : parts;
    return tokens.filter((token) => token.count >= 3 && token.count <= 8);
  });
}

function isNamedBy(text: string, token: Token, words: readonly Word[]): boolean {
  const follows = words.some(({ end }) => end <= token.start && token.start - end <= 1);
  if (/^\d{1,2}\/\d{2}$/.test(text.slice(token.start, token.end))) return false;
  if ((!follows && isGlued(text, token)) || day.test(text.slice(token.start, token.end))) return false;
  if (unit.test(text.slice(token.end, token.end + 6))) return false;
  return words.some((word) => {
    if (word.end <= token.start) return leadsTo(text.slice(word.end, token.start));
    return word.start >= token.end && comesBefore(text, token, word);
  });
}

/** Whether the word behind the digits says that they are a code. */
function comesBefore(text: string, { start, end }: Token, word: Word): boolean {
  const gap = text.slice(end, word.start);
  if (otherName.test(text.slice(Math.max(0, start - 12), start))) return false;
  if (/^[,。: ]{1,2}$/.test(gap) && /^[。!?~ ]*$/.test(text.slice(word.end))) return true;
  return saysItIsCode.test(gap) || (isItsCode.test(gap) && !sender.test(text.slice(start, end)));
}

function leadsTo(gap: string): boolean {
  if (gap.length > 26 || otherName.test(gap)) return false;
  return !notReceived.test(gap) || joined.test(gap);
}

/** Part of a longer token, unless it is the `G-` that some senders put before their codes. */
function isGlued(text: string, { start }: Token): boolean {
  const before = text.slice(Math.max(0, start - 2), start);
  return /(?:[\w.*¥$￥]|\d[-/:])$/.test(before) && !/g-$/i.test(before);
}

const mixedCode =
  /(?:验证码|校验码|动态码|激活码|动态口令|verification code|otp)(?: ?(?:是|为|:|=|,))? ?((?=[A-Za-z]*\d)(?=\d*[A-Za-z])[A-Za-z\d]{4,8})(?![A-Za-z\d.@])/gi;

function mixedCodes(text: string): Finding[] {
  return [...text.matchAll(mixedCode)].map((match) => {
    const end = match.index + match[0].length;
    return { type: 'code', start: end - (match[1]?.length ?? 0), end };
  });
}

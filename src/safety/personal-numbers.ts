import { digitChains, readChain } from '../lib/digit-runs.ts';
import type { DigitRun } from '../lib/digit-runs.ts';
import type { PlainText } from '../lib/plain-text.ts';
import type { Finding } from './finding.ts';
import { isBankCard, isIdCard, isOldIdCard, looksLikeBankCard, looksLikeIdCard, mobileOf } from './numbers.ts';

/** What names a number as something that is nobody's secret, when it stands right before it. */
const namesAnother =
  /(?:订单|单号|流水|交易号|交易单|凭证|编号|序列号|运单|快递|物流|时间戳|商户|合同|批次|条码|条形码|发票|票号|工单|设备号|区块|高度|哈希|imei|iccid|order|txid|\bsn)(?:号码?|编号|id|no\.?)?[ :#是为("「【.]{0,4}$/i;
const namesIdCard = /身份证|证件|公民身份|id ?card/i;
/** Right before the digits: what is called so is masked also where its check digit does not fit. */
const calledIdCard = /(?:身份证|证件|sfz|id)(?:号码?|number|no\.?)?[^\d,。;\n]{0,4}$/i;
const calledCard = /(?:卡号|银行卡|储蓄卡|信用卡|借记卡|\bcard)(?:号码?|number|no\.?)?[^\d,。;\n]{0,4}$/i;

/** The check character X as it is written, or said by who can't type it. */
const spokenCheck = /^ ?(?:[Xx×叉乂]|[艾爱埃]克斯|大写[Xx])(?![A-Za-z0-9])/;

/** Digits of the shortest: a number of another country. */
const least = 10;

function hasDigits(text: string, enough: number): boolean {
  let count = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code >= 0x30 && code <= 0x39 && ++count >= enough) return true;
  }
  return false;
}

/** Bank cards, identity cards and telephone numbers, in any grouping and with Chinese numerals. */
export function findPersonalNumbers(plain: PlainText): Finding[] {
  if (!hasDigits(plain.digits, least)) return [];
  const read = (run: DigitRun) => classify(plain, run);
  return digitChains(plain.digits, true).flatMap((chain) =>
    readChain(plain.digits, chain, { least, accepts: (run) => read(run) !== undefined }).flatMap(
      (run) => read(run) ?? [],
    ),
  );
}

function classify(plain: PlainText, run: DigitRun): Finding | undefined {
  return idCardIn(plain, run) ?? cardIn(plain, run) ?? phoneIn(plain, run);
}

function idCardIn({ digits: text }: PlainText, { start, end, digits }: DigitRun): Finding | undefined {
  const isWhole = isIdCard(digits) || (looksLikeIdCard(digits) && isCalled(text, start, calledIdCard));
  if (isWhole) return { type: 'id_card', start, end };
  const check = digits.length === 17 ? spokenCheck.exec(text.slice(end, end + 5)) : null;
  if (check && isIdCard(`${digits}X`)) return { type: 'id_card', start, end: end + check[0].length };
  if (digits.length !== 15 || !isOldIdCard(digits)) return undefined;
  return namesIdCard.test(text.slice(Math.max(0, start - 12), start)) ? { type: 'id_card', start, end } : undefined;
}

function cardIn({ digits: text }: PlainText, { start, end, digits }: DigitRun): Finding | undefined {
  if (
    !(isBankCard(digits) || (looksLikeBankCard(digits) && isCalled(text, start, calledCard))) ||
    isCounting(text.slice(start, end)) ||
    isPartOfWord(text, start, end) ||
    isNamedAnother(text, start)
  )
    return undefined;
  return { type: 'bank_card', start, end, kept: digits.slice(-4) };
}

/** `1 2 3 … 16`, dates in a row: where a card is written in short groups, they have one length, but for the last. */
function isCounting(written: string): boolean {
  const sizes = (written.match(/\d+/g) ?? []).map(({ length }) => length);
  const front = sizes.slice(0, -1);
  return front.length > 2 && new Set(front).size > 1 && Math.min(...front) <= 2;
}

function phoneIn({ digits: text }: PlainText, run: DigitRun): Finding | undefined {
  const { start, end } = run;
  if (run.digits.length > 15 || isPartOfWord(text, start, end) || isNamedAnother(text, start)) return undefined;
  const mobile = mobileOf(run.digits);
  if (mobile === undefined || !isDialled(text, run)) return landlineIn(text, run);
  return { type: 'phone', start: withPlus(text, start), end, kept: `${mobile.slice(0, 3)}****${mobile.slice(7)}` };
}

/** Groups that a mobile number is written in; others are a list of numbers that happen to add up to eleven digits. */
const dialled =
  /^(?:(?:\+?(?:00)?86|0)\D{0,3})?(?:\d{11}|\d{3}\D+\d{4}\D+\d{4}|\d{3}\D+\d{8}|\d{7}\D+\d{4}|\d{4}\D+\d{4}\D+\d{3}|\d{3}\D+\d{3}\D+\d{5}|\d(?:\D+\d){10}|\d{3}\D+\d{4}\D+\d{2}\D+\d{2}|\d{5}\D+\d{6})$/;

/** What also stands between the numbers of a list. */
const listed = /[,、;:'"*+|\\]|\n *\n/;
/** In two lines, wherever the first one ended. */
const broken = /^1[3-9]\d{1,8}\n\d{2,9}$/;
const namesAnyPhone = /手机|电话|号码|拨打|联系我/;
const listedDialled = /^1[3-9]\d\D+\d{4}\D+\d{4}$/;

function isDialled(text: string, { start, end }: DigitRun): boolean {
  const written = text.slice(start, end);
  if (broken.test(written) && namesAnyPhone.test(text)) return true;
  if (listed.test(written)) return listedDialled.test(written);
  if (dialled.test(written)) return true;
  return namesPhone.test(text.slice(Math.max(0, start - 12), start));
}

/** With the country code the first zero of the area code is dropped, or not. */
const landline = /^(?:(?:00)?86\D{0,3}0?|0)(?:10|2\d|[3-9]\d{2})\D{1,3}[2-8]\d{2,3}\D?\d{4}$/;
const namesPhone = /(?:手机号?码?|电话|座机|固话|致电|来电|拨打|tel)[^\d]{0,8}$/i;
const abroad = /^(?:852|853|886|65|60|81|82|44|1|61|63|66|84|62|855|856|95|971)\D?/;

function landlineIn(text: string, { start, end, digits }: DigitRun): Finding | undefined {
  const written = text.slice(start, end);
  const before = text.slice(Math.max(0, start - 12), start);
  if (listed.test(written)) return undefined;
  const isLandline =
    landline.test(written) || (namesPhone.test(before) && /^0(?:10|2\d|[3-9]\d{2})[2-8]\d{6,7}$/.test(digits));
  const isAbroad = before.endsWith('+') && abroad.test(written) && digits.length <= 14;
  if (!isLandline && !isAbroad) return undefined;
  return { type: 'phone', start: withPlus(text, start), end, kept: `****${digits.slice(-4)}` };
}

function withPlus(text: string, start: number): number {
  return text[start - 1] === '+' ? start - 1 : start;
}

function isCalled(text: string, start: number, name: RegExp): boolean {
  return name.test(text.slice(Math.max(0, start - 16), start));
}

function isNamedAnother(text: string, start: number): boolean {
  return namesAnother.test(text.slice(Math.max(0, start - 14), start));
}

/** `SF1391234567` and hex are other things; `card 4111…` and `…1111cvv` are numbers with a word beside them. */
function isPartOfWord(text: string, start: number, end: number): boolean {
  const before = /\w*$/.exec(text.slice(Math.max(0, start - 12), start))?.[0] ?? '';
  const after = /^\w*/.exec(text.slice(end, end + 12))?.[0] ?? '';
  const isFree = /^(?:|_|no|id|[A-Za-z]{3,})$/i.test(before) && /^(?:|_|[A-Za-z]{2,}\d{0,4})$/.test(after);
  return !isFree || amount.test(after) || inDecimal(text, start, end);
}

const amount = /^(?:usdt|usd|usdc|trx|eth|btc|cny|rmb|u)$/i;

function inDecimal(text: string, start: number, end: number): boolean {
  return /\d\.$/.test(text.slice(Math.max(0, start - 2), start)) || /^\.\d/.test(text.slice(end, end + 2));
}

import type { PlainText } from '../lib/plain-text.ts';
import type { Finding } from './finding.ts';
import { password as name, saidPassword as said } from './password-names.ts';

/** What joins the word to the secret itself. */
const joins =
  '(?:就是|还是|也是|都是|一直是|一般是|应该是|好像是|可能是|大概是|记得是|现在是|目前是|以前是|原来是|本来是|明明就?是|是不是|不是|是|为|叫|改成了?|改为|换成了?|设成了?|设为|设置的?是|设置为|设置成|设的?是?|用的是?|填的?|填了|输的?是?|输入的?是?|输了|试了|试过|给[他她]的是|写的?是?|→|:|=|,|\\(|\\bis\\b|\\bwas\\b)';

const stated = new RegExp(
  `${name}(?:[是:=])?(?: ?我?(?:一直|都|现在|自己)?${joins})?(?:我的?|他的?|她的?)?(?:就?是?[四六八468][个位](?:数字?)?)?(?:生日|电话|名字|[前后][\\d几一二三四五六][位个])?[ "'「“:]{0,3}([!-~]{4,40})`,
  'gi',
);
const statedBefore = new RegExp(
  `([!-~]{4,32}) ?(?:一直|从来|以前)?(?:就?是|这个是)(?:我|我的|他|她|本人|账户|账号|的|登录|支付|交易|钱包|原来|之前|新|旧){0,4}(?:${said}|password)`,
  'gi',
);
/** `zxcvbnm586这个密码`, `abc123作为密码` */
const usedAs = new RegExp(
  `(?<![!-~])([!-~]{5,32}) ?(?:这个|作为?|当作?|做)(?:我的?|登录|支付|交易|钱包){0,3}(?:${said}|password)`,
  'gi',
);
/** The word, whatever is said between, and what can hardly be anything else: letters with digits, or six digits. */
const loosely = new RegExp(
  `${name}([^。!?\\n\\w]{1,15}?)((?![,;:)])(?=[!-~]*[A-Za-z])(?=[!-~]*\\d)[!-~]{5,32}|\\d{6}(?!\\d)|\\d{3}[ -]\\d{3}(?!\\d)|\\d(?:([ .-])\\d)(?:\\3\\d){4}(?! ?\\d))`,
  'gi',
);
const notTold =
  /忘|找回|重[置设]|收不到|没收到|怎么|如何|可以|能不能|支持|错误码|代码|版本|订单|单号|编号|工单|工号|金额|尾号|手机|电话|客服|热线|拨|短信|邮箱|邮件|账号|帐号|用户名|微信|qq|链接|网址|网站|打开|下载|安装|升级|系统|转|充|付|扣|元|卡号|身份证|验证码|日期|时间|时候|[次位个天]数?$/i;
/** 「密码就是…」 says that what follows is it, whatever it is made of. */
const plainly = new RegExp(
  `${name}(?:就|也|还)?(?:是(?!不是|多少|什么|几|否)|用的?|设的?)[^。!?\\n]{1,12}?(?<!\\d)(\\d{6}(?!\\d))`,
  'gi',
);
const typed = new RegExp(
  `${name}[^\\n\\d]{0,20}?(?:输|填|设|用|写|完整)的?(?:都|就)?是? ?((?=[!-~]*[A-Za-z])(?=[!-~]*\\d)[!-~]{6,32}|\\d{6}(?!\\d))`,
  'gi',
);
/** Where a message speaks of a password, letters with digits further on are one: 「密码哪里不对？Home2018」. */
const afterwards = new RegExp(
  `${name}([^\\n]{1,40}?)(?<![A-Za-z0-9@/._-])((?![,;:)@?!.])(?!\\d+[a-z]{1,4}(?![A-Za-z0-9]))(?=[!-~]*[a-z])(?=[!-~]*\\d)[!-~]{6,32})(?![!-~])`,
  'g',
);
/** Right before it, these say that it is something else. */
const namesOther =
  /(?:微信|vx?|wx|qq|用户|账[号户]|帐[号户]|[登户]录?名|昵称|名叫|id|uid|单号?|编号|工号|版本|型号|机型|手机|电脑|系统|链接|网[址站]|官网|邮箱|邮件|app|下载|http\S*|地址|哈希|hash|验证码|校验码|码)[是为叫用了的: ]{0,3}$/i;
const guessed = new RegExp(
  `${name}[^。!?\\n]{0,16}?(?:好像|应该|可能|大概|记得|也许|估计)(?:就?是)? ?(\\d{6}(?!\\d)|(?=[!-~]*[A-Za-z])(?=[!-~]*\\d)[!-~]{6,32})`,
  'gi',
);
/** What links a second password to the first: 「从旧的改成新的」, 「这个和那个都试了」. */
const linked =
  /^(?:[, ]|了|也|我|后来|现在|然后|又|想|要|打算|帮我){0,3}(?:改成|换成|改为|变成|或者?|还是|就是|和|跟|以及|or|and|to|、|,|\/|→)了?(?:新的?|又|再)?是? ?([!-~]{4,24})/;
/** `name@host / secret`, `138…----secret`: how an account and its password are written in one line. */
const credentials =
  /(?:@[\w-]+\.[a-z.]{2,20}|(?<!\d)1[3-9]\d{9}) ?(?: [/|,] |[|]|-{2,6}|\n) ?((?=[!-~]*[A-Za-z])(?=[!-~]*\d)[!-~]{6,32})/gi;
const english =
  /\bpass(?:word|code|phrase)?\b[a-z ,:'"=-]{1,20}?((?<![!-~])(?!iphone|ipad|ios|android|win|mac|huawei|mi\d)(?=[!-~]*[A-Za-z])(?=[!-~]*\d)[!-~]{6,32})/gi;
/** `A: 密码多少`, and in the next line `B: mama5201`: a chat that was copied here. */
const answered = new RegExp(
  `${name}(?:是|发我|给我|告诉我|报一?下|说一?下)*(?:多少|什么|啥|几|呢|\\?)?[^\\n]{0,6}\\n(?:[^\\n:]{1,12}: ?)?((?=[!-~]*\\d)[!-~]{4,32})(?=\\n|$)`,
  'gi',
);
const counted = new RegExp(`${said} ?(?:就?是|为|:|=|设的?是?|都?是|)(?: ?)(\\d个\\d)(?!\\d)`, 'g');

/** Words that follow the word password in a question or a complaint. */
const aboutIt =
  /^(?:number|code|wrong|error|reset|incorrect|invalid|forgot|forgotten|lost|login|expired|change|changed|correct|failed|please|help|problem|issue|again|manager|protected|required|and|page|link|http|https|www|app|is|not|for|was|the|to|my|or|of|in|on|it|with|does|doesn|isn|can|cannot|can't|won|keeps|field|strength|that|this|when|has|have|account|wallet|null|undefined|xxx+|\*+|\.+|\?+|!+|-+|_+|otp|ok|(?:iphone|ipad|ios|android|mate|pura|nova|honor|redmi|galaxy|pixel|windows|harmonyos)[\w.+-]*|huawei|wechat|alipay|chrome|safari|google|touch|face|apple|keychain|locked|blocked|stolen|hacked|leaked|different|same|saved|something)\b/i;
const unit = /^ ?(?:位|次|分钟|秒|小时|天|元|个|遍|年|月|日|号|点|万|人|块)/;

/** Passwords that somebody tells, not those that he talks about. */
export function findSpokenPasswords(plain: PlainText): Finding[] {
  if (!/密|口令|mi ?ma|mm|pass|pwd|psw|pin|pw|@|----/i.test(plain.text)) return [];
  const inText = toldIn(plain.text);
  const inNumerals = plain.digits === plain.text ? [] : toldIn(plain.digits);
  const found = [...inText, ...inNumerals, ...grouped(plain.digits, counted)];
  return [...found, ...found.flatMap((finding) => linkedTo(plain.text, finding))];
}

function toldIn(text: string): Finding[] {
  const after = [...text.matchAll(stated)].flatMap((match) => tokenOf(text, match));
  const rest = [statedBefore, usedAs, plainly, typed, guessed, answered, credentials, english].flatMap((pattern) =>
    grouped(text, pattern),
  );
  return [...after, ...rest, ...toldLoosely(text), ...toldAfterwards(text)];
}

function toldLoosely(text: string): Finding[] {
  return [...text.matchAll(loosely)].flatMap((match): Finding[] => {
    const [whole, gap = '', raw = ''] = match;
    const end = match.index + whole.length;
    if (notTold.test(gap) || unit.test(text.slice(end, end + 3)) || /^\d{4}00$/.test(raw)) return [];
    return secretAt(end - raw.length, trimmed(raw), true);
  });
}

function toldAfterwards(text: string): Finding[] {
  return [...text.matchAll(afterwards)].flatMap((match): Finding[] => {
    const [whole, gap = '', raw = ''] = match;
    const start = match.index + whole.length - raw.length;
    return namesOther.test(gap) || /[/.]\w+[/.]|^\w+\.\w{2,6}$/.test(raw) ? [] : secretAt(start, trimmed(raw), false);
  });
}

function linkedTo(text: string, { end }: Finding): Finding[] {
  const found: Finding[] = [];
  for (let at = end; found.length < 4;) {
    const match = linked.exec(text.slice(at, at + 40));
    const token = trimmed(match?.[1] ?? '');
    const start = at + (match ? match[0].length - (match[1] ?? '').length : 0);
    if (!/\d/.test(token) || unit.test(text.slice(start + token.length))) break;
    const more = secretAt(start, token, true);
    if (more.length === 0) break;
    found.push(...more);
    at = start + token.length;
  }
  return found;
}

function grouped(text: string, pattern: RegExp): Finding[] {
  return [...text.matchAll(pattern)].flatMap((match): Finding[] => {
    const token = match[1] ?? '';
    const start = match.index + match[0].lastIndexOf(token);
    return pattern === counted
      ? [{ type: 'password', start, end: start + token.length }]
      : secretAt(start, token, false);
  });
}

function tokenOf(text: string, match: RegExpExecArray): Finding[] {
  const shown = match[1] ?? '';
  const raw = shown.replace(pair, '');
  const start = match.index + match[0].length - raw.length;
  const token = trimmed(raw);
  const led = match[0].slice(0, -raw.length);
  const isJoined = /[是为:=成叫的了过设输填→]|位$|\bis\b|\bwas\b|\bpin/i.test(led);
  const after = text.slice(start + token.length);
  if (unit.test(after.slice(0, 3))) return [];
  return secretAt(start, token, isJoined || standsAlone(led, token, after));
}

/** 「密码5566」 is a password, and 「密码 5566 也不行」; of five digits behind a space a hotline may be meant. */
function standsAlone(led: string, token: string, after: string): boolean {
  if (/[码令马玛n]$/i.test(led))
    return /^\d{4,5}$/.test(token) && /^(?:$|[ ,。!?]|错|不对|无效|[登进]不|对吗)/.test(after.slice(0, 2));
  if (!/[码令马玛n] $/i.test(led)) return false;
  return /^\d{4}$/.test(token) && /^ ?(?:$|[,。!?]|错|无效|对吗|[也都]?不[对行]|[登进]不)/.test(after.slice(0, 4));
}

function secretAt(start: number, token: string, isJoined: boolean): Finding[] {
  return looksSecret(token, isJoined) ? [{ type: 'password', start, end: start + token.length }] : [];
}

/** 「手机号/密码：138…/abc」 and 「ID/PW: name / abc」 tell two things, the password last. */
const pair = /^(?:1[3-9]\d{9}|[\w.+-]+@[\w.-]+) ?\/ ?(?=[!-~]{4})/;

/** Punctuation of the sentence is not the password's; one `!` may be. */
function trimmed(token: string): string {
  return token
    .replace(/[,.;:?)"'\]]+$/, '')
    .replace(/!{2,}$/, '')
    .replace(/,.*$/, '');
}

function looksSecret(token: string, isJoined: boolean): boolean {
  if (token.length < 4 || aboutIt.test(token) || /^[[*]/.test(token)) return false;
  if (/\d/.test(token)) return isJoined || token.length >= 6;
  return isJoined && token.length >= 6 && /[A-Za-z]/.test(token);
}

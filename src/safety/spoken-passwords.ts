import type { PlainText } from '../lib/plain-text.ts';
import type { Finding } from './finding.ts';

const word =
  '(?:(?<!动态|短信|一次性)(?:密码|口令)|密保答案?|password|passwd|passphrase|\\bpass(?= ?(?:is|was|:|=))|\\bpwd|\\bpin码?|\\bpw\\b)';
/** What joins the word to the secret itself. */
const joins =
  '(?:就是|还是|也是|都是|一直是|一般是|应该是|好像是|可能是|大概是|记得是|现在是|目前是|以前是|原来是|本来是|是不是|不是|是|为|叫|改成了?|改为|换成了?|设成了?|设为|设置的?是|设置为|设置成|设的是?|用的是?|填的?|填了|输的?是?|输入的?是?|输了|试了|试过|:|=|,|\\bis\\b|\\bwas\\b)';

const stated = new RegExp(
  `${word}(?:[是:=])?(?: ?我?(?:一直|都|现在|自己)?${joins})?(?:我的?|他的?|她的?)?(?:生日|电话|名字)?[ "'「“:]{0,3}([!-~]{4,40})`,
  'gi',
);
const statedBefore =
  /([!-~]{4,32}) ?(?:就?是|这个是)(?:我|我的|他|她|本人|账户|账号|的|登录|支付|交易|钱包|原来|之前|新|旧){0,4}(?:密码|password)/gi;
/** `zxcvbnm586这个密码`, `abc123作为密码` */
const usedAs = /(?<![!-~])([!-~]{5,32}) ?(?:这个|作为?|当作?|做)(?:我的?|登录|支付|交易|钱包){0,3}(?:密码|password)/gi;
/** The word, whatever is said between, and what can hardly be anything else: letters with digits, or six digits. */
const loosely =
  /(?<!动态|短信|一次性|验证)(?:密码|口令)([^。!?\n\w]{1,15}?)((?=[!-~]*[A-Za-z])(?=[!-~]*\d)[!-~]{5,32}|\d{6}(?!\d)|\d{3} \d{3}(?!\d)|\d(?: \d){5}(?! ?\d))/g;
const notTold =
  /忘|找回|重[置设]|收不到|没收到|怎么|如何|可以|能不能|支持|错误码|代码|版本|订单|单号|编号|工单|工号|金额|尾号|手机|电话|客服|热线|拨|短信|邮箱|邮件|账号|帐号|用户名|微信|qq|链接|网址|网站|打开|下载|安装|升级|系统|转|充|付|扣|元|卡号|身份证|验证码|日期|时间|时候|[次位个天]数?$/i;
/** 「密码就是…」 says that what follows is it, whatever it is made of. */
const plainly =
  /(?:密码|口令)(?:就|也|还)?(?:是(?!不是|多少|什么|几|否)|用的?|设的?)[^。!?\n]{1,12}?(?<!\d)(\d{6}(?!\d))/g;
const guessed = /(?:密码|口令)[^。!?\n]{0,16}?(?:好像|应该|可能|大概|记得|也许|估计)(?:就?是)? ?(\d{6})(?!\d)/g;
const orElse = /(?<=(?:密码|口令)[^。!?\n]{0,30}?\d{6}(?:或者?|还是)(?:是)? ?)(\d{6})(?!\d)/g;
const english =
  /\bpass(?:word|code|phrase)?\b[a-z ,:'"=-]{1,20}?((?<![!-~])(?!iphone|ipad|ios|android|win|mac|huawei|mi\d)(?=[!-~]*[A-Za-z])(?=[!-~]*\d)[!-~]{6,32})/gi;
const counted = /密码 ?(?:就?是|为|:|=|设的?是?|都?是) ?(\d个\d)(?!\d)/g;

/** Words that follow the word password in a question or a complaint. */
const aboutIt =
  /^(?:wrong|error|reset|incorrect|invalid|forgot|forgotten|lost|login|expired|change|changed|correct|failed|please|help|problem|issue|again|manager|protected|required|and|page|link|http|https|www|app|is|not|for|was|the|to|my|or|of|in|on|it|with|does|doesn|isn|can|cannot|can't|won|keeps|field|strength|that|this|when|has|have|account|wallet|null|undefined|xxx+|\*+|\.+|\?+|!+|-+|_+|otp|ok|iphone|android|huawei|wechat|alipay|chrome|safari|google|touch|face|apple|keychain|locked|blocked|stolen|hacked|leaked|different|same|saved|something)\b/i;
const unit = /^ ?(?:位|次|分钟|秒|小时|天|元|个|遍|年|月|日|号|点|万|人|块)/;

/** Passwords that somebody tells, not those that he talks about. */
export function findSpokenPasswords(plain: PlainText): Finding[] {
  if (!/密码|口令|密保|pass|pwd|pin|pw/i.test(plain.text)) return [];
  const after = [...plain.text.matchAll(stated)].flatMap((match) => tokenOf(plain.text, match));
  const before = grouped(plain.text, statedBefore);
  const inWords = [...plain.digits.matchAll(counted)].map((match): Finding => {
    const end = match.index + match[0].length;
    return { type: 'password', start: end - 3, end };
  });
  return [...after, ...before, ...inWords, ...told(plain.text), ...inPlainWords(plain.text)];
}

function told(text: string): Finding[] {
  return [...text.matchAll(loosely)].flatMap((match): Finding[] => {
    const [whole, gap = '', raw = ''] = match;
    const end = match.index + whole.length;
    if (notTold.test(gap) || unit.test(text.slice(end, end + 3)) || /^\d{4}00$/.test(raw)) return [];
    const token = trimmed(raw);
    return looksSecret(token, true)
      ? [{ type: 'password', start: end - raw.length, end: end - raw.length + token.length }]
      : [];
  });
}

function inPlainWords(text: string): Finding[] {
  return [usedAs, plainly, guessed, orElse, english].flatMap((pattern) => grouped(text, pattern));
}

function grouped(text: string, pattern: RegExp): Finding[] {
  return [...text.matchAll(pattern)].flatMap((match): Finding[] => {
    const token = match[1] ?? '';
    const start = match.index + match[0].lastIndexOf(token);
    return looksSecret(token, false) ? [{ type: 'password', start, end: start + token.length }] : [];
  });
}

function tokenOf(text: string, match: RegExpExecArray): Finding[] {
  const raw = match[1] ?? '';
  const start = match.index + match[0].length - raw.length;
  const token = trimmed(raw);
  const isJoined = /[是为:=成叫的了过]|\bis\b|\bwas\b|\bpin/i.test(match[0].slice(0, -raw.length));
  if (unit.test(text.slice(start + token.length, start + token.length + 3))) return [];
  const stands =
    /[码令n]$/i.test(match[0].slice(0, -raw.length)) && /^(?:$|[ ,。!?])/.test(text.slice(start + token.length));
  return looksSecret(token, isJoined || (stands && /^\d{4,5}$/.test(token)))
    ? [{ type: 'password', start, end: start + token.length }]
    : [];
}

/** Punctuation of the sentence is not the password's. */
function trimmed(token: string): string {
  return token.replace(/[,.;:?!)"'\]]+$/, '').replace(/,.*$/, '');
}

function looksSecret(token: string, isJoined: boolean): boolean {
  if (token.length < 4 || aboutIt.test(token) || /^[[*]/.test(token)) return false;
  if (/\d/.test(token)) return isJoined || token.length >= 6;
  return isJoined && token.length >= 6 && /[A-Za-z]/.test(token);
}

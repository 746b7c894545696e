import type { PlainText } from '../lib/plain-text.ts';
import type { Finding } from './finding.ts';

const word = '(?:(?<!动态|短信|一次性)(?:密码|口令)|密保答案?|password|passwd|passphrase|\\bpwd|\\bpin码?|\\bpw\\b)';
/** What joins the word to the secret itself. */
const joins =
  '(?:就是|还是|也是|都是|一直是|一般是|应该是|好像是|可能是|大概是|记得是|现在是|目前是|以前是|原来是|本来是|是不是|不是|是|为|叫|改成了?|改为|换成了?|设成了?|设为|设置的?是|设置为|设置成|设的是?|用的是?|填的?|填了|输的?是?|输入的?是?|输了|试了|试过|:|=|,|\\bis\\b|\\bwas\\b)';

const stated = new RegExp(
  `${word}(?:[是:=])?(?: ?我?(?:一直|都|现在|自己)?${joins})?(?:我的?|他的?|她的?)?(?:生日|电话|名字)?[ "'「“:]{0,3}([!-~]{4,40})`,
  'gi',
);
const statedBefore =
  /([!-~]{4,32}) ?(?:就?是|这个是)(?:我|我的|他|她|本人|账户|账号|的|登录|支付|交易|钱包|原来|之前|新|旧){0,4}(?:密码|password)/gi;
const counted = /密码 ?(?:就?是|为|:|=|设的?是?|都?是) ?(\d个\d)(?!\d)/g;

/** Words that follow the word password in a question or a complaint. */
const aboutIt =
  /^(?:wrong|error|reset|incorrect|invalid|forgot|forgotten|lost|login|expired|change|changed|correct|failed|please|help|problem|issue|again|manager|protected|required|and|page|link|http|https|www|app|is|not|for|was|the|to|my|or|of|in|on|it|with|does|doesn|isn|can|cannot|can't|won|keeps|field|strength|that|this|when|has|have|account|wallet|null|undefined|xxx+|\*+|\.+|\?+|!+|-+|_+|otp|ok|iphone|android|huawei|wechat|alipay|chrome|safari|google|touch|face|apple|keychain|locked|blocked|stolen|hacked|leaked|different|same|saved|something)\b/i;
const unit = /^ ?(?:位|次|分钟|秒|小时|天|元|个|遍|年|月|日|号|点|万|人|块)/;

/** Passwords that somebody tells, not those that he talks about. */
export function findSpokenPasswords(plain: PlainText): Finding[] {
  if (!/密码|口令|密保|pass|pwd|pin|pw/i.test(plain.text)) return [];
  const after = [...plain.text.matchAll(stated)].flatMap((match) => tokenOf(plain.text, match));
  const before = [...plain.text.matchAll(statedBefore)].flatMap((match): Finding[] => {
    const token = trimmed(match[1] ?? '');
    return looksSecret(token, false) ? [{ type: 'password', start: match.index, end: match.index + token.length }] : [];
  });
  const inWords = [...plain.digits.matchAll(counted)].map((match): Finding => {
    const end = match.index + match[0].length;
    return { type: 'password', start: end - 3, end };
  });
  return [...after, ...before, ...inWords];
}

function tokenOf(text: string, match: RegExpExecArray): Finding[] {
  const raw = match[1] ?? '';
  const start = match.index + match[0].length - raw.length;
  const token = trimmed(raw);
  const isJoined = /[是为:=成叫的了过]|\bis\b|\bwas\b|\bpin/i.test(match[0].slice(0, -raw.length));
  if (unit.test(text.slice(start + token.length, start + token.length + 3))) return [];
  return looksSecret(token, isJoined) ? [{ type: 'password', start, end: start + token.length }] : [];
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

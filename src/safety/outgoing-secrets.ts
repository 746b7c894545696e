import { anyClause, isInApp, refusesTo } from './clauses.ts';

/** What proves who somebody is, however it is spelt: by its name, by its look, or by where it came from. */
const named = [
  '[密蜜](?:码|马|玛)|口令|mima|kouling',
  '[验鹹检险][证正政][码马玛吗嘛]|yanzhengma|yzm|(?:校验|动态|短信|确认|识别|安全|授权|登录|pin)码|pin(?![a-z])',
  'cvv2?|cvc2?|cvn2?|卡背面?(?:的)?(?:那)?(?:后)?[三3][位个](?:数字?)?|(?:卡)?(?:背面|后面|反面)(?:的|那)*[三3][位个](?:数字?|码)?',
  '助记[词辞]|恢复词|恢复短语|种子词|zhujici|私[钥匙]|siyao|(?:12|24|十二|二十四)个(?:英文|中文)?单?词|(?:抄|写|记)(?:下来?)?的(?:那些)?单?词|(?:那|这)(?:串|些|组|几个)(?:英文|英语|中文)?(?:单词|词语|字词)',
  'password|passcode|passphrase|(?:verification|sms|otp|security|the|your)code|(?<![a-z])otp|seed(?:phrase|words)|privatekey|(?:6|six)-?digits?|(?:12|24|twelve)words',
];
/** What came by text message, and a code without more. */
const received = [
  '(?:收到|发来|短信|手机)[^,。!?;\\n]{0,8}?(?:数字?|[六6]位数?|码)|(?:那|这)串数字?|[六6]位(?:的)?(?:数字?|码)',
  '短信(?:里|上|中)?(?:的)?(?:内容|原文|全文|截图)|短信(?=(?:转发|复制|截图|发给?我|贴|念))',
  '里面?的(?:数字|码)|(?<![一-龥a-z])码(?!头)|(?<=[那个的下])码(?![头农])',
];
const secret = `(?:${[...named, ...received].join('|')})`;

const toMe =
  '(?:(?:转发|复制|发|传|回|报|念|读|说|告诉|告知|拍|截|贴|交|提供|回复|给|俾)(?:一?下|给)?(?:我们|我|客服|专员|这边|这里|过来|来|给下)|(?:报|念|说|发|贴|传)(?:一?下|出来|上来)|[给报]下|提供(?:一?下)|截(?:个|张)?图|(?:打|写|输|填|说|发)(?:出来|在(?:这|此|对话|聊天|下)[^,。]{0,4})|sendme|tellme|giveme)';
/** What else may be told: 「告诉我时间」 asks for no secret that was spoken of before. */
const otherThing = '(?![^,。]{0,4}(?:时间|日期|金额|订单|单号|原因|情况|提示|户名|链接|网址|几点|哪))';
const asks =
  '(?:请|麻烦|烦请|需要|需|要|先|得|还要|然后|现在|配合|方便|把|pls|please)(?:您|你)?(?:再|先|尽快|马上|直接|配合|在此|在这里)?(?:提供|告知|告诉|告诉我|回复|发送|发|报|念|说|给|出示|上传|拍摄|拍一?下?|输入|填写|转发|复制|粘贴|send|tell|give|share|provide|type|enter)';
const tell = '(?:告诉|告知|报给|念给|说给|发给|提供给)我';
const filler = '[^,，。!?;；\\n]{0,12}?';

const demands = [
  new RegExp(`${secret}${filler}${toMe}(?!的)${otherThing}`),
  new RegExp(`${toMe}(?![的时前后])${filler}${secret}`),
  /** a question for the secret itself */
  new RegExp(`${secret}(?:是|为)(?:什么|多少|啥|几)(?!原因|意思|情况|用|时候|东西|点|分)`),
  new RegExp(
    `^(?:请问|那|您|你|的|方便|麻烦|请|告知|说一?下|登录|支付|交易|短信|银行|卡|是|what.?s|your){0,6}(?:${named.join('|')})(?:是|呢|多少|是多少)$`,
  ),
  new RegExp(`${secret}(?:呢|多少)$|说一?下${filler}${secret}(?!的?(?:用途|作用|问题|情况))`),
  new RegExp(`需要(?:您|你)的?[^,，。]{0,8}${secret}(?!.{0,6}(?:错|长|强|重))$`),
  /** the chat as the place to type it in */
  new RegExp(
    `(?:这里|这儿|此处|对话框?|聊天|会话|公众号)[^,。]{0,8}(?:输入|填写?|回复|发送?|打|写|说)${filler}${secret}`,
  ),
  /(?:send|tell|give|share|provide|type|read|text|reply|need|what.?s)(?:me|us|with|here|your|the|again){0,4}[^,.!?]{0,12}?(?:code|password|otp|pin(?![a-z])|cvv|seedphrase|words|privatekey|digits)|(?:your|the)(?:12|24|twelve)words/,
];
const inAppUnless = new RegExp(`${asks}${filler}${secret}`);
/** A demand in the clause after the one that names it. */
const thenTell = new RegExp(
  `${secret}[^。!?\\n]{0,10}[,，][^,，。]{0,4}(?:${tell}|发(?:给)?我|报(?:给)?我)${otherThing}`,
);
/** Evidence of a trick is asked for as text: what leads to it, not what was sent to prove who somebody is. */
const ofTrick = /可疑|诈骗|骗子|对方|链接|网址|来电|陌生/;

/** How a caller is checked: the code is for us to know, and the caller is who says it. */
const challenge = /「验证」加(?:验证)?(?:口令|六位数字?)|请[他她]/;

/** Whether a text asks for a password, a code, a phrase or a key. It may name them, and warn of who asks. */
export function asksSecret(plain: string): boolean {
  if (plain.split(/[。!?\n]/).some((sentence) => thenTell.test(sentence) && !refusesTo(sentence))) return true;
  if (bareQuestion.test(plain)) return true;
  return anyClause(plain, (clause) => {
    if (refusesTo(clause) || challenge.test(clause)) return false;
    if (clause.includes('短信') && ofTrick.test(clause)) return false;
    if (demands.some((demand) => demand.test(clause)) && !isInApp(clause)) return true;
    return inAppUnless.test(clause) && !isInApp(clause);
  });
}

/** 「CVV?」 */
const bareQuestion = new RegExp(`^(?:您|你|的|your|请问)*(?:${named.join('|')})[?]+$`);

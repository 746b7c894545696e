import { toPlainText } from '../lib/plain-text.ts';

/** The customer's own number, card or address. */
const own =
  /(?:我的|本人的?|我自己的?|预留的?|绑定的?|注册的?|换成|改成|换绑|原来的?|新的?|旧的?|联系我|打我|我)(?:是|登录|常用|备用|的)?(?:手机号?码?|电话|号码?|邮箱|邮件|卡号?|银行卡|微信号?|qq号?|账号|账户|地址|联系方式)/i;
/** Somebody else's, or a question whether it is ours. */
const others =
  /你们|官方|真假|是不是|真的|假的|骗|打来|来电|打电话|打给我|打过来|发来|发给我|给我发|加我|自称|冒充|可信|靠谱|陌生|对方|有人|客服|收到.{0,6}短信|短信.{0,6}(?:让|叫|要)|让我|叫我|要我|可疑|[他她](?:的)?(?:手机|电话|号码|微信|qq|说|用|让|叫|要|发)|那个?人|举报|查一下|核实|辨别|验证|吗\??$/;
/** Numbers that companies are called at, and nobody at home: 400, 800, 95xxx, 96xxx, 12xxx. */
const hotline = /^(?:[48]00\d{7}|9[56]\d{3,6}|1[02]\d{1,3})$/;
const bare = /[\s\d+()\-.@_a-z/?=&%#~]/gi;

/** Whether a text asks about a number or address, or shows one and nothing else. */
export function asksAbout(text: string): boolean {
  const plain = toPlainText(text).text;
  if (isOwn(text) && !/你们|官方|骗|自称|冒充/.test(plain)) return false;
  return others.test(plain) || plain.replace(bare, '') === '';
}

const kinds =
  /(?:微信|支付宝|抖音|快手|小红书|微博|电报|扣扣|企鹅|电话|手机|号码|热线|链接|网址|网站|邮箱|邮件|账号|账户|银行卡|卡号|二维码|客服|地址|加我?|群|号|是|[:：,，。!?「」“”【】])/g;

/** 「抖音 qianbao_kefu」: a text that names a channel and says nothing else. */
export function isOnlyContact(text: string): boolean {
  return toPlainText(text).text.replace(bare, '').replace(kinds, '') === '';
}

/** Whether a number can be no customer's own. */
export function isHotline(digits: string): boolean {
  return hotline.test(digits.replace(/\D/g, ''));
}

export function isOwn(text: string): boolean {
  return own.test(toPlainText(text).text);
}

const certificationWords =
  /营业执照|牌照|许可证|认证信息|认证主体|公司资质|(?:贵公司|贵司|有没有|有什么)[^,。]{0,4}资质|你们的?资质|备案号?|(?:你们|这里|这个公众号|这个号|本号).{0,8}(?:官方|正规|合法|正版|真的)(?:的)?(?:吗|么|嘛|不|\?|$)|(?:官方|正规)(?:公司|平台|账号|公众号)?吗|什么公司|哪家公司|公司(?:全称|名称|叫什么)|你们(?:靠谱|可信|可靠|是谁|是干什么的)/;

/** 「你们是不是骗子」, 「你是真的客服吗」, 「凭什么相信你们」: whoever asks us so wants to know who we are, not which tricks there are. */
const whom =
  '(?:你们?|您|贵公司|这里|这(?=是真的?(?:客服|公众号|官方))|这边|这儿|(?:这个?|你们的?|咱们?)?(?:公众号|平台|软件|app|客服|钱包|号))';
const suspected = '(?:骗子|骗人|骗钱|诈骗|假的?|冒充|假冒|山寨|冒牌|钓鱼|骗我|真的?(?!人)|真实|正版|正规|官方|合法)';
const suspicion = new RegExp(
  [
    `^(?:请问|我想问一?下?|喂|那|哎|到底|,)*${whom}(?:们|这|那|到底|究竟|真的?|确定|该|不会|会)*(?:是不是|是|会不会是|不是|不会是|就是|有没有可能是)(?:真的?|个|一个|一?群|搞|来)*${suspected}[^,。!?]{0,6}(?:吗|么|嘛|吧|呢|啊|不|\\?|还是.{1,8})[?!。 ]*$`,
    `^(?:请问|我想问一?下?|到底|,)*${whom}(?:到底|究竟)?(?:是不是|会不会是?|是真是假|真的假的|是真的?还是假的?)(?:真的?|个|一个|一?群|搞)*(?:${suspected}[^,。!?]{0,6})?[?!。 ]*$`,
    `^(?:是不是|这是不是|会不会是)(?:真的?|个|一个)?${suspected}[^,。!?]{0,2}(?:公众号|平台|客服|软件|钱包|app)[吗么?。 ]*$`,
    `^${whom}是?(?:真人|真的?|人工)还是.{0,4}[骗假].{0,3}$`,
    '(?:凭什么|怎么|为什么要?|拿什么|如何|我怎么能?|能不能|可以|值得)(?:相信|信任|信得过|信|证明)(?:得过)?你们?',
    '(?:怎么|怎样|如何|我怎么)(?:知道|确定|确认|证明|判断|分辨|看出)[^,。!?]{0,4}(?:你|您|你们|这个公众号|这个号|这里)[^,。!?]{0,3}(?:不?是)[^,。!?]{0,4}(?:骗|假|真|官方|冒)',
    '^(?:你们?|您)(?:到底|究竟)?(?:是谁|是哪里的|是哪儿的|是干什么的|是哪家|是哪个公司)',
  ].join('|'),
  'i',
);

/** Whether a text asks who is behind the account. */
export function asksCertification(text: string): boolean {
  const plain = toPlainText(text).text.trim();
  return certificationWords.test(plain) || suspicion.test(plain);
}

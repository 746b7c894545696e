import { toPlainText } from '../lib/plain-text.ts';

/** The customer's own number, card or address. */
const own =
  /(?:我的|本人的?|我自己的?|预留的?|绑定的?|注册的?|换成|改成|换绑|原来的?|新的?|旧的?|联系我|打我|我)(?:是|登录|常用|备用|的)?(?:手机号?码?|电话|号码?|邮箱|邮件|卡号?|银行卡|微信号?|qq号?|账号|账户|地址|联系方式)/i;
/** Somebody else's, or a question whether it is ours. */
const others =
  /你们|官方|真假|是不是|真的|假的|骗|打来|来电|打电话|打给我|打过来|发来|发给我|给我发|加我|自称|冒充|可信|靠谱|陌生|对方|有人|客服|收到.{0,6}短信|短信.{0,6}(?:让|叫|要)|让我|叫我|要我|可疑|[他她](?:的)?(?:手机|电话|号码|微信|qq|说|用|让|叫|要|发)|那个?人|举报|查一下|核实|辨别|验证|吗\??$/;
/** Numbers that companies are called at, and nobody at home: 400, 800, 95xxx, 96xxx, 12xxx. */
const hotline = /^(?:[48]00\d{7}|9[56]\d{3,6}|1[02]\d{1,3})$/;
const bare = /[\s\d+()\-.@_a-z]/gi;

/** Whether a text asks about a number or address, or shows one and nothing else. */
export function asksAbout(text: string): boolean {
  const plain = toPlainText(text).text;
  if (isOwn(text) && !/你们|官方|骗|自称|冒充/.test(plain)) return false;
  return others.test(plain) || plain.replace(bare, '') === '';
}

/** Whether a number can be no customer's own. */
export function isHotline(digits: string): boolean {
  return hotline.test(digits.replace(/\D/g, ''));
}

export function isOwn(text: string): boolean {
  return own.test(toPlainText(text).text);
}

const certificationWords =
  /营业执照|牌照|许可证|认证信息|认证主体|公司资质|你们的?资质|备案号?|(?:你们|这里|这个公众号|这个号|本号).{0,8}(?:官方|正规|合法|正版|真的)(?:的)?(?:吗|么|嘛|不|\?|$)|(?:官方|正规)(?:公司|平台|账号|公众号)?吗|什么公司|哪家公司|公司(?:全称|名称|叫什么)|你们(?:靠谱|可信|可靠|是谁|是干什么的)/;

/** Whether a text asks who is behind the account. */
export function asksCertification(text: string): boolean {
  return certificationWords.test(toPlainText(text).text);
}

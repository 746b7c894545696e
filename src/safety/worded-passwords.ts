import type { PlainText } from '../lib/plain-text.ts';
import type { Finding } from './finding.ts';
import { saidPassword } from './password-names.ts';

/** 「密码是芝麻开门」, 「口令：我爱北京」: a password of Chinese words, where a clear form names it. */
const named = new RegExp(
  `${saidPassword}(?:[(\\[][^)\\]]{1,6}[)\\]])? ?(?:我?(?:一直|现在|以前|原来|之前|当时)?(?:就是|还是|是|为|叫|改成了?|换成了?|设成了?|设的?是|用的是)|:)[ :「“"'『]{0,3}([\\u4e00-\\u9fff]{2,12}?)(?=[」”"'』]|[ ,。!?;\\n]|$|(?:对吗|对不对|对么|也?不对|也?进不去|也?登不[上进]|怎么(?:登|进|不)|提示|总?是?错))`,
  'g',
);
/** What a password may be said to be without being told: what it is made of, whose, where from, and that it is wrong. */
const described =
  /多少|什么|啥|几[位个]|谁|哪|怎|不是|不对|正确|错|[位个]数|[六四八十两\d]位|乱码|明文|[一两二三四五几多]次|数字|字母|大写|小写|符号|组合|英文|中文|拼音|汉字|特殊|生日|手机|电话|身份证|卡号|账号|号码|姓名|名字|一样|相同|不同|同一|统一|默认|初始|随机|自动|系统|重置|重设|修改|设[置定]|输入|填写|忘|丢|泄|盗|偷|骗|改|锁|过期|失效|有效|无效|保密|隐私|秘密|安全|加密|必填|必须|需要|可以|不能|能不能|应该|可能|好像|大概|知道|清楚|记得|正常|简单|复杂|指纹|人脸|刷脸|手势|短信|验证|登录|支付|交易|提现|取款|转账|查询|密码|口令|客服|银行|你们|他们|人工|为了|用来|通过|以前|之前|收到|发送|提示|显示|已经|没有|是否|一定|都是|只有|重要|关键|单独|分开|如下|同上|略$|见/;
const endsAsSaid = /[吗呢吧的了么嘛啊呀哦噢]$/;
const beginsAsSaid =
  /^(?:我|你|他|她|它|您)(?:老|自己|媳|妈|爸|妻|女|儿|孙|爱人|朋友|们|家|不|没|想|要|用|给|在|还)|^(?:对|错|不|没|空|无|真|假|要|会|能|被|由|把|让|给|在|从|有|很|太|请|已|未|还|又|也)/;
/** 「忘记密码：…」 names a matter. */
const isHeading = /(?:忘记|忘了|修改|重置|找回|更改|设置|改|输入)(?:登录|支付|交易|钱包)?密码 ?:/;
/** A red packet's words are for everybody. */
const ofRedPacket = /红包|口令(?:码|词)/;

/** Passwords made of words, told by 密码是 or 密码：, and not only described. */
export function findWordedPasswords({ text }: PlainText): Finding[] {
  if (!/密|口令|卡密/.test(text) || ofRedPacket.test(text)) return [];
  return [...text.matchAll(named)].flatMap((match): Finding[] => {
    const words = match[1] ?? '';
    if (isHeading.test(text.slice(Math.max(0, match.index - 6), match.index + match[0].length - words.length)))
      return [];
    if (described.test(words) || endsAsSaid.test(words) || beginsAsSaid.test(words)) return [];
    const end = match.index + match[0].length;
    return [{ type: 'password', start: end - words.length, end }];
  });
}

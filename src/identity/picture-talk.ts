import { toPlainText } from '../lib/plain-text.ts';

const picture = '(?:截图|截屏|截个?图|图片|照片|相片|拍照|拍下来|拍给|图)';
const anyPicture = new RegExp(picture);
const message = '(?:短信|信息|来电|通话|电话|聊天|对话|微信|消息|邮件|名片|工牌|证件|工作证|二维码)';
const genuine =
  /真的?假|真的吗|是真的|真不真|假的|是不是(?:真|假|官方|你们|骗)|官方|骗|可信|靠谱|你们的?(?:人|号|电话|短信)?[吗么]/;
/** 截图发你看看, 把短信拍给你, 这是通话记录的截图; what shows a payment or an error is another matter. */
const offered = new RegExp(
  `${message}[^。!?]{0,8}${picture}|${picture}[^。!?]{0,8}${message}|${message}[^。!?]{0,6}(?:拍|截)[^。!?]{0,4}(?:给|发)`,
);
const shown = /(?:发|拍|截|传|看)(?:一?张|一?下|个|给)?(?:你|您|你们)?|(?:这是|这个|帮我|给你)/;
const aboutMoney = /转账|付款|支付|订单|余额|账单|报错|失败|到账|错误|身份证|银行卡|护照/;
const bare = /^(?:我)?(?:有|发|看)?(?:一?张)?(?:截图|截屏)(?:发你|给你看?|可以吗|行吗)?$/;

/**
 * Whether a text offers a picture of a message or a call, or asks whether one is genuine: it can't be read, so that it is
 * never judged, and the number or link in it is asked for as text.
 */
export function offersPicture(text: string): boolean {
  if (!/[图片照拍截]/.test(text) || text.length > mostCharacters) return false;
  const plain = toPlainText(text)
    .text.trim()
    .replace(/[。!?~ ]+$/, '');
  if (bare.test(plain)) return true;
  const named = anyPicture.test(plain) && shown.test(plain);
  if (!named) return false;
  return genuine.test(plain) || (offered.test(plain) && !aboutMoney.test(plain));
}

/** A longer text tells what happened: it is heard for that. */
const mostCharacters = 40;

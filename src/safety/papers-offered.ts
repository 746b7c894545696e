import { toPlainText } from '../lib/plain-text.ts';

const paper =
  '(?:身份证|护照|银行卡|信用卡|证件|户口本|驾驶证|驾照|营业执照)(?:的)?(?:正反面|正面|反面|背面|照片?|图片|复印件|扫描件|原件|截图)?';
const filler = '[^,，。!?;；\\n]{0,8}';
/** 我把身份证拍给你了, 这是我的身份证照片, 身份证正反面发你了, 要发身份证吗 */
const offers = [
  new RegExp(`(?:我|给你们?|给您)${filler}${paper}${filler}(?:发|拍|传|给)(?:过来|过去|给|到|在|你|您|了|上)`),
  new RegExp(`(?:这是|这个是|以上是|上面是|刚才?(?:发|传|拍)的?是)${filler}${paper}`),
  new RegExp(`${paper}(?:已经|刚刚?|都|也|可以|能|要|需要)?(?:发|拍|传|上传)(?:过来|过去|给|到|在|你|您|了|这)`),
  new RegExp(`(?:发|拍|传|上传|提供|要|需要)(?:一下|下|张|个|我的|你们)?${paper}(?:吗|么|给你|给您|过来|可以)`),
];
const elsewhere =
  /(?:给|发给?|传给?)(?:他|她|对方|骗子|陌生|别人|人家|客户|商家|卖家|房东|群|网友)|app|被盗|丢|挂失|补办|过期|换|绑|解绑|实名/i;

/** Whether a customer brings, or offers to bring, pictures of papers into the chat. */
export function offersPapers(text: string): boolean {
  if (!/证|护照|卡|户口|驾照|执照/.test(text)) return false;
  const plain = toPlainText(text).text;
  return !elsewhere.test(plain) && offers.some((pattern) => pattern.test(plain));
}

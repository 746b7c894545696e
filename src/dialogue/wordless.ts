import type { Scene } from './scene.ts';
import type { Turn } from './turn.ts';

/** WeChat's own words in place of what it did not deliver: a sticker, a file, a forwarded chat. */
const placeholder =
  /^[[【]?(?:图片|照片|语音|视频|小视频|文件|表情|动画表情|链接|位置|小程序|聊天记录|名片|红包|转账)[\]】]$|不支持的消息类型|暂无法显示|unsupported message/i;

/** WeChat's small faces as text: [微笑], /::) */
const faces = /\[[\p{Script=Han}a-z]{1,6}\]|\/:[^\s]{1,6}/giu;
const noises = /^[哈呵嘿嘻呃额嗯哦噢啊呀唉哎喔]*$/u;

/** How a thought begins that comes in several messages. */
const beginnings =
  /^(?:你好|您好|我)?(?:想|要)?(?:请)?(?:问|咨询)(?:一?下|问)?(?:你|您|你们)?(?:个?(?:事|问题))?$|^(?:就是|那个|这个|是这样的?|还有|另外|对了|我昨天|我今天|我刚才|刚才|你听我说|我跟你说|我有个?(?:事|问题))$/;

/** A text without words: what stands for something that did not arrive, or a face, a dot, a laugh. No miss. */
export function onWordless({ heard, say }: Scene): Turn | undefined {
  if (heard.kind !== 'text' || heard.secrets.length > 0) return undefined;
  const said = heard.text.trim();
  if (placeholder.test(said)) return { text: say('notDelivered'), because: 'wordless.placeholder' };
  const words = said.replace(faces, '').replace(/[^\p{L}\p{N}]/gu, '');
  if (beginnings.test(words)) return { text: say('goOn'), because: 'wordless.begins' };
  return noises.test(words) ? { text: say('wordless'), because: 'wordless' } : undefined;
}

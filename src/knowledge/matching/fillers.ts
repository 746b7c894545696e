/** What says nothing about the matter: greetings, sighs, padding. The longest is taken first. */
const words = `
你好 您好 喂 哈喽 hello hi 亲 亲爱的 小姐姐 老师 大哥 请问 请教 问一下 问下 想问 想问一下 我想问 咨询 咨询一下
麻烦 麻烦你 麻烦您 拜托 求助 求教 帮忙 帮我 帮帮我 帮个忙 请 谢谢 谢了 多谢 感谢 辛苦了 劳驾
一下 一个 那个 这个 就是 就是说 然后 的话 其实 反正 到底 究竟 真的 刚刚 刚才 现在 目前 今天 昨天 一直 老是 总是 老 又
我的 我这 我这边 我 你们的 你们 你 您 咱们 咱 他 它 自己 本人 人家
啊 呀 吗 嘛 呢 吧 哦 噢 喔 嗯 额 呃 哎 唉 哈 哈哈 啦 咯 哟 呵呵 的 了 着 过 么 都 也 还 就 才 给 把 被 让 在 是 有 会 要 想 说 很 太 好 得 地 之 与 和 跟
`;

export const fillers: ReadonlySet<string> = new Set(words.split(/\s+/).filter(Boolean));
const longest = Math.max(...[...fillers].map((word) => word.length));

/** The text without its fillers; the text itself where nothing else is left. */
export function withoutFillers(normalised: string): string {
  let kept = '';
  for (let at = 0; at < normalised.length;) {
    const length = fillerAt(normalised, at);
    if (length === 0) kept += normalised[at] ?? '';
    at += Math.max(1, length);
  }
  return kept.trim() === '' ? normalised : kept;
}

function fillerAt(text: string, at: number): number {
  for (let length = Math.min(longest, text.length - at); length > 0; length--) {
    if (fillers.has(text.slice(at, at + length))) return length;
  }
  return 0;
}

export const opening =
  /^(?:你好|您好|客服|喂|哈喽|hello|hi|亲|在吗|在不在|有人吗|请问一下|请问|麻烦问下|麻烦|我想问一下|我想问下|想问一下|问一下|问下|就是|那个|[\s\p{P}\p{S}])+/u;
export const closing = /(?:(?:谢谢|急|在线等|麻烦了|拜托|求助|求解|请回复|请解答)[\s\p{P}\p{S}]{0,6}){1,6}$/u;

/** The text without greetings before it and sighs after it; the text itself where nothing else is left. */
export function withoutEnvelope(normalised: string): string {
  const inner = normalised.replace(opening, '').replace(closing, '');
  return inner === '' ? normalised : inner;
}

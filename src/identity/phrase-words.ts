import { toPlainText } from '../lib/plain-text.ts';

const name = '(?:防伪短语|防伪语|防伪词|防伪暗语|防钓鱼码|防钓鱼短语|安全词|安全短语|暗语)';
/** Most messages end here. */
const mentioned = new RegExp(`${name}|暗号`);
const set = new RegExp(
  `^(?:(?:设置|设定|修改|更换|更改|换)?(?:我的)?${name}|(?:设置|设定|修改|更换|更改)(?:我的)?暗号)(?:为|成|是|改成|改为)?[ :,「“"]{1,3}(.{1,40}?)[」”"]?$`,
);
const remove = new RegExp(`^(?:取消|删除|去掉|关闭|不要)(?:我的)?${name}$`);
const bare = new RegExp(
  `^(?:我|想|要|请|帮我|怎么|如何|怎样)*(?:设置?|设定|修改|更换|更改|改|换|设个|什么是)?(?:一?个|一下)?(?:我的)?${name}(?:是什么|怎么用|怎么设置?)?[?。!]?$`,
);

/** Han characters, letters and digits, so that nothing in it can pass for a name, a number or a mark of ours. */
const allowed = /^[\u4e00-\u9fffA-Za-z0-9]{2,12}$/;
/** A word that all the world knows proves nothing; digits alone are likely a password. */
const unfit = /^\d+$|官方|客服|工号|人工|自动|密码|验证|微信|公众号|钱包|示例|门前老槐树/;

export type PhraseWords =
  { readonly kind: 'set'; readonly phrase: string } | { readonly kind: 'refused' | 'remove' | 'how' };

/** What a text wants done about the phrase that opens every message from a person; undefined for any other text. */
export function phraseWordsIn(text: string): PhraseWords | undefined {
  const plain = toPlainText(text).text.trim();
  if (plain.length > 60 || !mentioned.test(plain)) return undefined;
  if (remove.test(plain)) return { kind: 'remove' };
  if (bare.test(plain)) return { kind: 'how' };
  const phrase = set.exec(plain)?.[1]?.trim();
  if (phrase === undefined) return undefined;
  return allowed.test(phrase) && !unfit.test(phrase) ? { kind: 'set', phrase } : { kind: 'refused' };
}

import type { EntryFinding } from '../domain/knowledge-desk.ts';
import { fill, type Facts } from '../lib/fill.ts';

type Words = {
  readonly en: string;
  readonly zh: string;
  /** must be put right before customers see it */ readonly blocks: boolean;
};

/** What the check can find. Advice lets an entry be published; what blocks would mislead a customer. */
const words = {
  few_phrasings: {
    en: 'has {count} phrasings, fewer than {least}',
    zh: '问法只有 {count} 条，建议至少 {least} 条。',
    blocks: false,
  },
  no_detail: { en: 'has no detail', zh: '没有详细说明。', blocks: false },
  no_related: { en: 'names no related entry', zh: '没有相关问题。', blocks: false },
  no_steps: { en: 'answers without numbered steps', zh: '回答里没有编号步骤。', blocks: false },
  long: {
    en: 'answers in {bytes} bytes, more than the {most} of a screen',
    zh: '回答有 {bytes} 字节，超过一屏（{most}）。',
    blocks: false,
  },
  not_app_only: {
    en: 'has a step with a code, a password or a card number and does not say “only in the app”',
    zh: '步骤里提到验证码、密码或卡号，却没有写明只在 App 内填写。',
    blocks: true,
  },
  promises: { en: 'promises an outcome', zh: '承诺了结果。', blocks: true },
  blames: { en: 'blames the customer', zh: '在责怪客户。', blocks: true },
  urgent_kept: { en: 'is urgent, which is kept for theft and fraud', zh: '「紧急」只用于盗用和诈骗。', blocks: true },
  dead_word: {
    en: 'offers [[{word}]], which the bot does not understand',
    zh: '可点的词「{word}」机器人听不懂。',
    blocks: true,
  },
  repeats: { en: 'repeats 「{text}」 of {other}', zh: '问法「{text}」与 {other} 重复。', blocks: true },
  nearly: {
    en: '「{text}」 is nearly 「{near}」 of {other}',
    zh: '问法「{text}」与 {other} 的「{near}」几乎一样。',
    blocks: true,
  },
  elsewhere: { en: '「{text}」 is answered with {other}', zh: '问法「{text}」会被答成 {other}。', blocks: true },
  not_shown: { en: '{field}: {problem}', zh: '无法显示（{field}）：{problem}', blocks: true },
  in_menu: { en: 'is what a button of the menu answers with', zh: '菜单里的按钮还在用它。', blocks: true },
  outgoing: { en: 'must not go to a customer: {reason}', zh: '不能发给客户：{reason}', blocks: true },
} as const satisfies Record<string, Words>;

export type FindingCode = keyof typeof words;

/** @param facts the values of the words' placeholders; `other` names another entry that it is about */
export function finding(entry: string, code: FindingCode, facts: Facts = {}): EntryFinding {
  const { en, zh, blocks } = words[code];
  const other = facts.other === undefined ? {} : { other: facts.other };
  return { entry, code, blocks, problem: fill(en, facts), words: fill(zh, facts), ...other };
}

import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Product } from './product.ts';
import type { Caller } from './desk.ts';

/** Values that must be nowhere once they are said: each with the sentence that says it. All of them are made up. */
export const secrets: readonly (readonly [value: string, sentence: string])[] = [
  ['840917', '验证码是 840917'],
  ['６２０４８１', '短信验证码：６２０４８１'],
  ['Kite!Harbor42', '登录密码是 Kite!Harbor42'],
  ['574839', '我的支付密码是 574839'],
  // Three digits stand by chance in any file: with the words before them they do not.
  ['三位 913', '卡背面三位 913'],
  [
    'ripple canyon marble orbit',
    '助记词 ripple canyon marble orbit velvet tunnel harvest lemon pottery giggle sunset wagon',
  ],
  ['湖 键 铁 窗 柳 旗', '助记词是：湖 键 铁 窗 柳 旗 盘 豆 塔 鸽 墙 汤'],
  ['9f3a6c0d51e84b7290aa', '私钥 9f3a6c0d51e84b7290aa13c4d5e6f708192a3b4c5d6e7f8091a2b3c4d5e6f701'],
  ['KzQ8vT2mYb7cRf4hJ9', '我导入的是 KzQ8vT2mYb7cRf4hJ9gHpPsmvpia2vWrGi4zB8QXxGRb7dG1oETJ'],
  ['6222021234567890128', '我的卡号 6222021234567890128 绑不上'],
  ['6222 0212 3456 7890 128', '卡是 6222 0212 3456 7890 128'],
  ['402715', '验证 402715'],
  ['春江水暖', '设置防伪短语 春江水暖'],
  ['3456-7890-128', '6222-0212-3456-7890-128 提现没到'],
];

export const facts: readonly (readonly [value: string, sentence: string])[] = [
  ['13900000321', '我的手机 13900000321 收不到短信'],
  ['139 0000 0654', '换成 139 0000 0654 了'],
  ['li.canary_88@mail.example', '邮箱 li.canary_88@mail.example 收不到账单'],
  ['11010519491231002X', '身份证 11010519491231002X 认证失败'],
  ['E90817263', '护照 E90817263 能实名吗'],
  ['0571-8765 0321', '座机 0571-8765 0321'],
];

/** Says everything in each kind of conversation, and has an agent copy some of it. */
export async function say(product: Product, agent: Caller): Promise<void> {
  const sentences = [...secrets, ...facts].map(([, sentence]) => sentence);
  const alone = await product.phone();
  await alone.follow();
  for (const sentence of sentences) await alone.say(sentence);
  for (const opening of ['投诉', '举报', '反馈']) {
    const one = await product.phone();
    await one.follow();
    await one.say(opening);
    for (const sentence of sentences.slice(8, 12)) await one.say(sentence);
  }
  const waiting = await product.phone();
  await waiting.follow();
  await waiting.say('转人工');
  const number = /K\d{8}-\d{4}/.exec(await waiting.say(sentences[9] ?? ''))?.[0] ?? '';
  for (const sentence of sentences.slice(14)) await waiting.say(sentence);
  await new Promise((resolve) => setTimeout(resolve, 500));
  await agent.post(`/api/desk/tickets/${number}/claim`);
  for (const sentence of sentences.slice(4, 12))
    await agent.post(`/api/desk/tickets/${number}/note`, { text: sentence });
}

/** All that can be seen from outside, by where it is seen. */
export async function surfaces(product: Product, agent: Caller): Promise<Map<string, Buffer>> {
  const seen = new Map<string, Buffer>();
  const put = (where: string, text: string) => seen.set(where, Buffer.from(text));
  put('log', product.lines.join(''));
  put('metrics', await (await fetch(`${product.base}/metrics`)).text());
  const listed = await agent.get('/api/desk/tickets?limit=200');
  put('list', JSON.stringify(listed.body));
  for (const { number } of listed.body.tickets as { number: string }[])
    put(`ticket ${number}`, JSON.stringify((await agent.get(`/api/desk/tickets/${number}`)).body));
  for (const where of ['cases', 'reports/clusters', 'dead-letters', 'knowledge/misses', 'counts'])
    put(where, JSON.stringify((await agent.get(`/api/desk/${where}`)).body));
  for (const [where, text] of await exportsOf(product, agent, listed.body.tickets as { number: string }[]))
    put(where, text);
  for (const file of await readdir(product.dataDir, { recursive: true, withFileTypes: true })) {
    if (!file.isFile()) continue;
    const name = path.join(file.parentPath, file.name);
    seen.set(`disk ${file.name}`, await readFile(name));
  }
  return seen;
}

/** What is handed out of the house: all that is known of each customer, the ledgers, the figures. */
async function exportsOf(
  { base }: Product,
  agent: Caller,
  tickets: readonly { number: string }[],
): Promise<[string, string][]> {
  const day = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai' }).format();
  const period = `from=${day}&to=${day}`;
  const out: [string, string][] = [];
  for (const { number } of tickets) {
    const { status, body } = await agent.post('/api/desk/customers/export', { ref: number, reason: 'customer_asked' });
    out.push([`export of ${number}: ${status}`, JSON.stringify(body)]);
  }
  for (const where of [`figures.csv?by=day&${period}`, `cases.csv?form=report&${period}`]) {
    const answer = await fetch(`${base}/api/desk/reports/${where}`, { headers: { Cookie: agent.cookie } });
    out.push([`export ${where}: ${answer.status}`, await answer.text()]);
  }
  return out;
}

/** Where each of the values was found. */
export function hitsIn(seen: ReadonlyMap<string, Buffer>): string[] {
  const values = [...secrets, ...facts].map(([value]) => value);
  return [...seen].flatMap(([where, bytes]) =>
    values.filter((value) => bytes.includes(value)).map((value) => `${value} in ${where}`),
  );
}

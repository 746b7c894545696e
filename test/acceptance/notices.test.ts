import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { followed } from '../support/matters.ts';
import { adminPassword, openProduct, type Product } from '../support/product.ts';
import { smallConfig } from '../support/small-config.ts';
import { waitFor } from '../support/wait-for.ts';

const publicUrl = 'https://help.wallet.example';
const fault = `
notices:
  - id: topup-fault
    kind: 故障
    title: 部分银行充值延迟
    text: 充值到账变慢，钱不会丢，请不要重复充值。
    topics: [topup-withdraw]
    audience: 绑定借记卡的客户
    from: 2026-01-01 00:00
`;

let config: Awaited<ReturnType<typeof smallConfig>>;
let product: Product;
let heard: () => string;
let hangUp: () => void;

beforeAll(async () => {
  config = await smallConfig();
  const behaviour = path.join(config.dir, 'default.yaml');
  const text = await readFile(behaviour, 'utf8');
  await writeFile(behaviour, text.replace(/faultAlarm: .*/, 'faultAlarm: { customers: 2, minutes: 240 }'));
  product = await openProduct({ CONFIG_DIR: config.dir, PUBLIC_URL: publicUrl });
  ({ heard, hangUp } = await listen());
}, 60_000);
afterAll(async () => {
  hangUp();
  await product.close();
  await config.remove();
});

describe('questions whether something is down', () => {
  it('of two customers call the lead, of one customer twice they do not', async () => {
    const [one, other] = [await followed(product), await followed(product)];

    await one.say('你们系统是不是崩了');
    await one.say('系统是不是出故障了');
    await new Promise((resolve) => setTimeout(resolve, 300));
    const before = heard();
    await other.say('你们系统是不是崩了');

    expect(before).not.toContain('page.account_alarm');
    await waitFor(() => Promise.resolve(heard().includes('page.account_alarm') || undefined));
  });

  it('are answered with the fault once one is announced; who asks about its topic is told first', async () => {
    const phone = await followed(product);
    await writeFile(path.join(config.dir, 'notices.yaml'), fault);
    await waitFor(async () => ((await phone.say('公告')).includes('充值延迟') ? true : undefined));

    const about = await phone.say('充值没到账怎么办');
    const other = await phone.say('忘记登录密码了');
    const down = await phone.say('你们系统是不是崩了');

    expect(about).toMatch(
      /^(【自动回复】)?【请先看】故障：部分银行充值延迟（2026-01-01 00:00 起，适用：绑定借记卡的客户）/,
    );
    expect(other).not.toContain('请先看');
    expect(down).toContain('请不要重复充值');
    expect(down).not.toContain('不代表一切正常');
  });
});

describe('an answer', () => {
  it('names its page under the official address, and stays one message', async () => {
    const phone = await followed(product);

    const answer = await phone.say('忘记登录密码了');

    expect(answer).toContain('https://help.wallet.example/help/sign-in/forgot-password');
    expect(Buffer.byteLength(answer)).toBeLessThanOrEqual(2048);
  });
});

/** A console's live events, as they come. */
async function listen() {
  const signedIn = await fetch(`${product.base}/api/desk/sign-in`, {
    method: 'POST',
    headers: { Origin: publicUrl, 'X-Requested-By': 'desk', 'Content-Type': 'application/json' },
    body: JSON.stringify({ login: 'admin', password: adminPassword }),
  });
  const cookie = signedIn.headers.getSetCookie()[0]?.split(';')[0] ?? '';
  const stop = new AbortController();
  const answer = await fetch(`${product.base}/api/desk/events`, { headers: { Cookie: cookie }, signal: stop.signal });
  const decoder = new TextDecoder();
  let text = '';
  const reading = (async () => {
    for await (const chunk of answer.body ?? []) text += decoder.decode(chunk as Uint8Array, { stream: true });
  })();
  reading.catch(() => undefined);
  return { heard: () => text, hangUp: () => stop.abort() };
}

import { createHash } from 'node:crypto';
import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createCustomers } from '../../src/customers/customers-store.ts';
import { wechatWindowRules } from '../../src/customers/window.ts';
import { toOpenId } from '../../src/domain/ids.ts';
import { createKoa } from '../../src/http/koa.ts';
import { createHandle } from '../../src/pipeline/handle.ts';
import { createLateAnswers } from '../../src/pipeline/late-answers.ts';
import { createReceive } from '../../src/pipeline/receive.ts';
import { ensureIndexes } from '../../src/store/schema.ts';
import { createCipher } from '../../src/wechat/cipher.ts';
import { keptLogger, openHttp } from '../support/http.ts';
import { openTestStore, type TestStore } from '../support/store.ts';
import { cdata, messageXml } from '../support/wechat-pushes.ts';

/** WeChat's times, a twentieth as long: it repeats each 5 s, and we hang up after 4.5 s. */
const repeatMs = 250;
const deadlineMs = 225;
const token = 'sampletoken';
const wait = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

let store: TestStore;
const closing: (() => Promise<void>)[] = [];
beforeAll(async () => {
  store = await openTestStore();
  createCustomers({ connection: store.connection, clock: () => new Date() });
  await ensureIndexes(store.connection);
});
afterAll(async () => {
  for (const close of closing) await close();
  await store.close();
});

/** An instance of the product, as far as a push's way goes, whose decisions take so long. */
async function instance(decisionMs: number) {
  const customers = createCustomers({ connection: store.connection, clock: () => new Date() });
  const late: string[] = [];
  let effects = 0;
  const handle = createHandle({
    customers,
    async decide(push) {
      await wait(decisionMs);
      const text = `${push.key} ${Math.random()}`;
      return { decision: { reply: { kind: 'text', text }, acts: [], next: {}, because: 'test' } };
    },
    waiting: () => Promise.resolve([]),
    windowRules: wechatWindowRules,
    onStored: () => (effects += 1),
    clock: () => new Date(),
  });
  const receive = createReceive({
    sealing: { mode: 'plain', tokens: [token], cipher: createCipher({ appId: 'wxsample', keys: ['A'.repeat(43)] }) },
    admitsAddress: () => true,
    admits: () => true,
    handle,
    lateAnswers: createLateAnswers({
      send: ({ key }) => Promise.resolve(void late.push(key)),
      recall: ({ key }) => Promise.resolve(void late.splice(late.indexOf(key), 1)),
      onError: () => undefined,
    }),
    count: () => undefined,
    logger: keptLogger().logger,
    clock: () => new Date(),
    deadlineMs,
  });
  const app = createKoa({ logger: keptLogger().logger, https: false, proxies: 0 });
  app.use(receive);
  const http = await openHttp(app);
  closing.push(http.close);
  return { base: http.base, customers, late, effects: () => effects };
}

function deliver(base: string, body: string): Promise<string> {
  const [timestamp, nonce] = [String(Math.floor(Date.now() / 1000)), '42'];
  const signature = createHash('sha1').update([token, timestamp, nonce].sort().join('')).digest('hex');
  return new Promise((resolve) => {
    const url = `${base}/?signature=${signature}&timestamp=${timestamp}&nonce=${nonce}`;
    const call = request(url, { method: 'POST', agent: false }, (answer) => {
      let read = '';
      answer.on('data', (chunk: Buffer) => (read += chunk.toString()));
      answer.on('end', () => resolve(read));
    });
    call.on('error', () => resolve('hung up'));
    call.end(body);
  });
}

const messageOf = (from: string, msgId: string) =>
  messageXml('text', { FromUserName: cdata(from), Content: cdata('你好') }).replace(/(?<=<MsgId>)\d+/, msgId);

/** The same push three times, each a while after the last, whether or not that was answered. */
async function threeTimes(bases: readonly string[], body: string): Promise<string[]> {
  return Promise.all(
    [0, 1, 2].map(async (n) => {
      await wait(n * repeatMs);
      return deliver(bases[n % bases.length] ?? '', body);
    }),
  );
}

async function recordsOf(one: Awaited<ReturnType<typeof instance>>, name: string): Promise<number> {
  const openId = toOpenId(name);
  return openId ? ((await one.customers.find(openId))?.pushes.length ?? 0) : 0;
}

describe('a push that WeChat delivers three times, five seconds apart', () => {
  it('has one effect, and the connection that is still open gets the answer', async () => {
    const one = await instance(2.4 * repeatMs);

    const answers = await threeTimes([one.base], messageOf('oSlowOne', '9001'));

    expect(answers.slice(0, 2)).toEqual(['hung up', 'hung up']);
    expect(answers[2]).toContain('m:9001');
    expect([one.effects(), await recordsOf(one, 'oSlowOne')]).toEqual([1, 1]);
    await wait(50);
    expect(one.late).toEqual([]);
  });

  it('has one effect and one answer on two instances', async () => {
    const [one, two] = [await instance(0.5 * repeatMs), await instance(0.5 * repeatMs)];

    const answers = await threeTimes([one.base, two.base], messageOf('oTwoInstances', '9002'));

    expect(new Set(answers).size).toBe(1);
    expect(answers[0]).toContain('m:9002');
    expect([one.effects() + two.effects(), await recordsOf(one, 'oTwoInstances')]).toEqual([1, 1]);
  });

  it('has one effect and the same answer in 100 conversations whose deliveries overlap on two instances', async () => {
    const [one, two] = [await instance(20), await instance(20)];
    const pushes = Array.from({ length: 100 }, (_, n) => messageOf(`oCrowd${n}`, String(9100 + n)));

    const answers = await Promise.all(
      pushes.map((body) => Promise.all([one, two, one].map(({ base }) => deliver(base, body)))),
    );

    for (const same of answers) {
      // Under load a first connection may have been given up: what was answered was answered alike.
      const given = new Set(same.filter((answer) => answer !== 'hung up'));
      expect(given.size).toBeLessThanOrEqual(1);
    }
    expect(one.effects() + two.effects()).toBe(100);
  });
});

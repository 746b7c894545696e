import { createHash } from 'node:crypto';
import { request } from 'node:http';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { PushRecord } from '../../src/domain/push-record.ts';
import type { Push } from '../../src/domain/push.ts';
import { createKoa } from '../../src/http/koa.ts';
import { createLateAnswers } from '../../src/pipeline/late-answers.ts';
import { createReceive } from '../../src/pipeline/receive.ts';
import { createCipher } from '../../src/wechat/cipher.ts';
import { keptLogger, openHttp } from '../support/http.ts';
import { cdata, messageXml, xmlOf } from '../support/wechat-pushes.ts';

const token = 'sampletoken';
const now = new Date('2026-11-22T09:00:00Z');
const text = messageXml('text', { Content: cdata('你好') });

let close: () => Promise<void>;
afterEach(() => close());

async function open(handle: (push: Push) => Promise<PushRecord>) {
  const { logger } = keptLogger();
  const counts: string[] = [];
  const lateSent: string[] = [];
  const receive = createReceive({
    sealing: { mode: 'plain', tokens: [token], cipher: createCipher({ appId: 'wxsample', keys: ['A'.repeat(43)] }) },
    admitsAddress: () => true,
    admits: () => true,
    handle,
    lateAnswers: createLateAnswers({
      send: ({ key }) => Promise.resolve(void lateSent.push(key)),
      recall: ([key = '']) => Promise.resolve(void lateSent.splice(lateSent.indexOf(key), 1)),
      onError: () => undefined,
    }),
    // A disk that takes nothing: what happens where it does is test/contracts/late-pushes.test.ts's.
    latePushes: { keep: () => Promise.resolve(false), ended: () => Promise.resolve() },
    count: (outcome) => counts.push(outcome),
    logger,
    clock: () => now,
    deadlineMs: 100,
  });
  const app = createKoa({ logger, https: false, proxies: 0 });
  app.use(receive);
  const http = await openHttp(app);
  close = http.close;
  return { base: http.base, counts, lateSent };
}

function recordOf(push: Push): PushRecord {
  return { key: push.key, at: now, seq: 1, reply: { kind: 'text', text: '您好' }, repliedAt: now, acts: [] };
}

function signed(): string {
  const [timestamp, nonce] = [String(now.getTime() / 1000), '42'];
  const signature = createHash('sha1').update([token, timestamp, nonce].sort().join('')).digest('hex');
  return `signature=${signature}&timestamp=${timestamp}&nonce=${nonce}`;
}

/** @returns status and body, or 'hung up' where the connection was closed without an answer */
function post(base: string, { query = signed(), body = text } = {}): Promise<string> {
  return new Promise((resolve) => {
    const call = request(`${base}/?${query}`, { method: 'POST' }, (answer) => {
      let read = '';
      answer.on('data', (chunk: Buffer) => (read += chunk.toString()));
      answer.on('end', () => resolve(`${answer.statusCode} ${read}`));
    });
    call.on('error', () => resolve('hung up'));
    call.end(body);
  });
}

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe('the door for pushes', () => {
  it('answers a stored push with its reply, addressed back', async () => {
    const { base } = await open((push) => Promise.resolve(recordOf(push)));

    const answer = await post(base);

    expect(answer).toMatch(/^200 <xml><ToUserName><!\[CDATA\[o9AgO5Kd5ggOC-bXrbNODIiE3bGY]]>/);
    expect(answer).toContain('您好');
  });

  it.each([
    ['a forged signature', { query: signed().replace(/signature=./, 'signature=f') }],
    ['a key given twice', { query: `${signed()}&nonce=42` }],
    ['no signature at all', { query: 'timestamp=1&nonce=2' }],
    ['a DOCTYPE under a good signature', { body: `<!DOCTYPE x>${text}` }],
    ['XML that does not close', { body: '<xml><Content>' }],
  ])('refuses %s with the one refusal, and hands nothing on', async (_, sent) => {
    let handled = 0;
    const { base } = await open((push) => {
      handled += 1;
      return Promise.resolve(recordOf(push));
    });

    expect(await post(base, sent)).toBe('403 refused');
    expect(handled).toBe(0);
  });

  it('takes no body over 64 KiB', async () => {
    const { base } = await open((push) => Promise.resolve(recordOf(push)));

    expect(await post(base, { body: 'x'.repeat(65 * 1024) })).toMatch(/^413|^hung up/);
  });

  it('answers what it does not know with success', async () => {
    const { base, counts } = await open((push) => Promise.resolve({ ...recordOf(push), reply: { kind: 'none' } }));
    const unknown = xmlOf({
      ToUserName: cdata('gh_1'),
      FromUserName: cdata('o1'),
      CreateTime: '1714112445',
      MsgType: cdata('hologram'),
      MsgId: '1',
    });

    expect(await post(base, { body: unknown })).toBe('200 success');
    expect(counts).toContain('unknown');
  });

  it('hangs up without 200 while a push is not stored, and answers its repeat', async () => {
    let stored: (record: PushRecord) => void = () => undefined;
    let key = '';
    const pending = new Promise<PushRecord>((resolve) => (stored = resolve));
    const { base, lateSent } = await open((push) => {
      key = push.key;
      return pending;
    });

    expect(await post(base)).toBe('hung up');
    stored({ key, at: now, seq: 1, reply: { kind: 'text', text: '您好' }, repliedAt: now, acts: [] });
    expect(await post(base)).toMatch(/^200 .*您好/);
    await wait(250);

    expect(lateSent).toEqual([]);
  });

  it('sends the answer by the outbox when no repeat comes for it', async () => {
    const { base, lateSent } = await open(async (push) => {
      await wait(150);
      return recordOf(push);
    });

    expect(await post(base)).toBe('hung up');
    await wait(400);

    expect(lateSent).toHaveLength(1);
  });

  it('hangs up when the store refuses the push', async () => {
    const { base, counts } = await open(() => Promise.reject(new Error('disk full')));

    expect(await post(base)).toBe('hung up');
    expect(counts).toContain('failed');
  });
});

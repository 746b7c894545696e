import { createHash } from 'node:crypto';
import { request } from 'node:http';
import type { Customers } from '../../src/customers/customers-store.ts';
import { wechatWindowRules } from '../../src/customers/window.ts';
import type { Page } from '../../src/domain/page.ts';
import type { Push } from '../../src/domain/push.ts';
import { createKoa } from '../../src/http/koa.ts';
import { systemClock } from '../../src/lib/clock.ts';
import { createBounded } from '../../src/pipeline/bounded.ts';
import { createHandle, type HandleDeps } from '../../src/pipeline/handle.ts';
import { createLateAnswers } from '../../src/pipeline/late-answers.ts';
import { createLatePushes } from '../../src/pipeline/late-pushes.ts';
import { createReceive, type ReceiveDeps } from '../../src/pipeline/receive.ts';
import { createDurableFolder, type DurableFolder } from '../../src/store/durable-folder.ts';
import { createCipher } from '../../src/wechat/cipher.ts';
import { keptLogger, openHttp } from './http.ts';
import { cdata, messageXml } from './wechat-pushes.ts';

const token = 'sampletoken';

export type DoorOptions = {
  readonly customers: Pick<Customers, 'lanes' | 'load' | 'commit'>;
  /** before each decision; the reply names the push */
  readonly beforeDeciding?: () => Promise<unknown>;
  readonly deadlineMs: number;
  readonly aloneMs?: number;
  /** pushes under way at a time */
  readonly most?: number;
  /** where late pushes are put on disk, and beside it what is set aside; without it the disk takes nothing */
  readonly lateFolder?: string;
  readonly mostLate?: number;
  readonly admits?: ReceiveDeps['admits'];
};

/** An instance of the product as far as a push's way goes, over HTTP, in plain mode. */
export async function openDoor({
  customers,
  beforeDeciding,
  deadlineMs,
  aloneMs,
  most = 1_000,
  lateFolder,
  mostLate = 100,
  admits = () => true,
}: DoorOptions) {
  const late: string[] = [];
  const counts: string[] = [];
  let effects = 0;
  const intoOutbox = ({ key }: Push): Promise<void> => {
    if (!late.includes(key)) late.push(key);
    return Promise.resolve();
  };
  const lateAnswers = createLateAnswers({
    send: intoOutbox,
    recall(keys) {
      for (const key of keys) if (late.includes(key)) late.splice(late.indexOf(key), 1);
      return Promise.resolve();
    },
    onError: () => undefined,
  });
  const decide: HandleDeps['decide'] = async (push) => {
    await beforeDeciding?.();
    const text = `${push.key} ${Math.random()}`;
    return { decision: { reply: { kind: 'text', text }, acts: [], next: {}, because: 'test' } };
  };
  const handle = createHandle({
    ...{ customers, decide, windowRules: wechatWindowRules, clock: systemClock },
    waiting: () => Promise.resolve([]),
    onStored: () => (effects += 1),
    onRepeat: lateAnswers.storedBefore,
  });
  const handleSome = createBounded(handle, most);
  const errors: unknown[] = [];
  const pages: Page[] = [];
  const latePushes = createLatePushes({
    folder: lateFolder === undefined ? fullDisk : createDurableFolder(lateFolder),
    dead: createDurableFolder(`${lateFolder ?? ''}-dead`),
    key: Buffer.alloc(32, 7),
    handle: handleSome,
    send: intoOutbox,
    takesWrites: () => Promise.resolve(true),
    callStaff: (page) => Promise.resolve(void pages.push(page)),
    onSetAside: () => undefined,
    onError: (error) => errors.push(error),
    // A thousand times as fast, so that the pauses between the tries are short.
    clock: () => new Date(systemClock().getTime() * 1_000),
    everyMs: 50,
    most: mostLate,
  });
  const receive = createReceive({
    sealing: { mode: 'plain', tokens: [token], cipher: createCipher({ appId: 'wxsample', keys: ['A'.repeat(43)] }) },
    admitsAddress: () => true,
    admits,
    handle: handleSome,
    ...{
      lateAnswers,
      latePushes,
      logger: keptLogger().logger,
      clock: systemClock,
      deadlineMs,
      ...(aloneMs !== undefined && { aloneMs }),
    },
    count: (outcome) => counts.push(outcome),
  });
  const app = createKoa({ logger: keptLogger().logger, https: false, proxies: 0 });
  app.use(receive);
  const { base, close } = await openHttp(app);
  return { base, close, late, latePushes, counts, errors, pages, effects: () => effects };
}

const fullDisk: DurableFolder = {
  at: '',
  put: () => Promise.reject(new Error('ENOSPC')),
  get: () => Promise.resolve(undefined),
  names: () => Promise.resolve([]),
  remove: () => Promise.resolve(),
  move: () => Promise.resolve(false),
};

export type Door = Awaited<ReturnType<typeof openDoor>>;

/** WeChat's POST of a push on a connection of its own. @returns the reply's XML, or 'hung up' where none came */
export function deliver(base: string, body: string, signal?: AbortSignal): Promise<string> {
  const [timestamp, nonce] = [String(Math.floor(Date.now() / 1000)), '42'];
  const signature = createHash('sha1').update([token, timestamp, nonce].sort().join('')).digest('hex');
  return new Promise((resolve) => {
    const url = `${base}/?signature=${signature}&timestamp=${timestamp}&nonce=${nonce}`;
    const call = request(url, { method: 'POST', agent: false, ...(signal && { signal }) }, (answer) => {
      let read = '';
      answer.on('data', (chunk: Buffer) => (read += chunk.toString()));
      answer.on('end', () => resolve(read));
    });
    call.on('error', () => resolve('hung up'));
    call.end(body);
  });
}

export function messageOf(from: string, msgId: string): string {
  const text = messageXml('text', { FromUserName: cdata(from), Content: cdata('你好') });
  return text.replace(/(?<=<MsgId>)\d+/, msgId);
}

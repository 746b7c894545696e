import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { toCustomerId, toOpenId, type OpenId } from '../../src/domain/ids.ts';
import type { Outgoing } from '../../src/domain/reply.ts';
import { err, ok, type Result } from '../../src/lib/result.ts';
import { createDelivery, type Quota } from '../../src/outbox/deliver.ts';
import type { SendFault } from '../../src/outbox/outbox-entry.ts';
import { createOutboxStore, type OutboxStore } from '../../src/outbox/outbox-store.ts';
import { ensureIndexes } from '../../src/store/schema.ts';
import { openTestStore, type TestStore } from '../support/store.ts';

let store: TestStore;
let outbox: OutboxStore;
beforeAll(async () => {
  store = await openTestStore();
  outbox = createOutboxStore({ connection: store.connection, clock: () => new Date() });
  await ensureIndexes(store.connection);
});
afterAll(() => store.close());

const fault = (reaction: SendFault['reaction']): Result<never, SendFault> => err({ reaction, code: 1, reason: 'test' });

function idOf(name: string): OpenId {
  const id = toOpenId(name);
  if (!id) throw new Error(name);
  return id;
}

async function add(openId: string, text: string, kind: 'staff' | 'notice' = 'staff'): Promise<void> {
  const message = { kind: 'text', text } as const;
  await outbox.add({
    id: `${openId}:${text}`,
    openId: idOf(openId),
    customer: toCustomerId(openId),
    kind,
    message,
    at: new Date(),
  });
}

/** Delivers until everything of this customer has come to rest. */
async function deliver(
  openId: string,
  count: number,
  send: (message: Outgoing) => Promise<Result<unknown, SendFault>>,
): Promise<string[]> {
  const settled: string[] = [];
  const wanted = new Promise<void>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`settled only ${settled.join()}`)), 10_000);
    const delivery = createDelivery({
      store: outbox,
      send: (entry) => (entry.openId === openId ? send(entry.message) : Promise.resolve(ok(undefined))),
      quota: unlimited,
      expireMs: 3_600_000,
      clock: () => new Date(),
      onSettled(entry) {
        if (entry.openId === openId) settled.push(entry.state);
        if (settled.length < count) return Promise.resolve();
        clearTimeout(timer);
        void delivery.stop().then(resolve);
        return Promise.resolve();
      },
      onError: reject,
    });
    delivery.start();
  });
  await wanted;
  return settled;
}

const unlimited: Quota = {
  take: () => Promise.resolve('message'),
  giveBack: () => Promise.resolve(),
  correct: () => Promise.resolve(),
};

const textOf = (message: Outgoing): string => (message.kind === 'text' ? message.text : '');

describe('the outbox', () => {
  it('brings one customer everything in the order in which it was written, each once', async () => {
    for (let n = 0; n < 12; n++) await add('in-order', String(n));
    const sent: string[] = [];

    await deliver('in-order', 12, (message) => {
      sent.push(textOf(message));
      return Promise.resolve(ok(undefined));
    });

    expect(sent).toEqual(Array.from({ length: 12 }, (_, n) => String(n)));
  });

  it('takes an entry once, however often it is added', async () => {
    await add('twice', 'a');

    expect(await outbox.add({ ...(await entry('twice', 'a')), at: new Date() })).toBe(false);
  });

  it("never sends an agent's words again when WeChat's answer was lost", async () => {
    await add('unknown-staff', 'a');
    let sends = 0;

    const states = await deliver('unknown-staff', 1, () => {
      sends += 1;
      return Promise.resolve(fault({ kind: 'unknown' }));
    });

    expect([sends, states]).toEqual([1, ['unknown']]);
  });

  it('sends a notice once more when the answer was lost, and then leaves it', async () => {
    await add('unknown-notice', 'a', 'notice');
    let sends = 0;

    const states = await deliver('unknown-notice', 2, () => {
      sends += 1;
      return Promise.resolve(fault({ kind: 'unknown' }));
    });

    expect([sends, states]).toEqual([2, ['queued', 'unknown']]);
  });

  it('keeps what the window has no room for until the customer writes', async () => {
    await add('waits', 'a');
    const states = await deliver('waits', 1, () => Promise.resolve(fault({ kind: 'wait', told: 'closed' })));

    expect(states).toEqual(['waiting']);
    expect(await outbox.wake(idOf('waits'))).toBe(1);
    expect(await deliver('waits', 1, () => Promise.resolve(ok(undefined)))).toEqual(['sent']);
  });

  it('sends nothing of a customer while an earlier message has to wait for its second try', async () => {
    await add('blocked', 'first');
    await add('blocked', 'second');
    const sent: string[] = [];

    await deliver('blocked', 1, (message) => {
      sent.push(textOf(message));
      return Promise.resolve(fault({ kind: 'retry', afterMs: 60_000 }));
    });

    expect(sent).toEqual(['first']);
    expect(await outbox.claimHead(idOf('blocked'))).toBeUndefined();
  });

  it('lets nobody wait because others, however many, have to wait for their second try', async () => {
    const stuck = numbered('stuck');
    for (const openId of stuck) for (const text of ['first', 'second']) await add(openId, text);
    await add('free', 'hello');

    const sent = await lookOnce((openId) =>
      stuck.includes(openId) ? fault({ kind: 'retry', afterMs: 60_000 }) : ok(undefined),
    );

    expect(sent).toContain('free');
    expect((await outbox.due(100, [])).filter(({ openId }) => stuck.includes(openId))).toEqual([]);
  });

  it('lets nobody wait because others are being served by another instance', async () => {
    const served = numbered('served');
    for (const openId of served) for (const text of ['first', 'second']) await add(openId, text);
    for (const openId of served) await outbox.claimHead(idOf(openId));
    await add('unserved', 'hello');

    expect(await lookOnce(() => ok(undefined))).toEqual(['unserved']);
  });

  it('lets one of many senders have a lane', async () => {
    await add('raced', 'a');
    await add('raced', 'b');

    const claims = await Promise.all(Array.from({ length: 20 }, () => outbox.claimHead(idOf('raced'))));

    expect(claims.filter(Boolean)).toHaveLength(1);
  });
});

const numbered = (name: string) => Array.from({ length: 30 }, (_, n) => `${name}${n}`);

/** One look at what is due. @returns to whom something was sent */
async function lookOnce(answer: (openId: OpenId) => Result<unknown, SendFault>): Promise<OpenId[]> {
  const sent: OpenId[] = [];
  const errors: unknown[] = [];
  const delivery = createDelivery({
    store: outbox,
    send({ openId }) {
      sent.push(openId);
      return Promise.resolve(answer(openId));
    },
    quota: unlimited,
    expireMs: 3_600_000,
    clock: () => new Date(),
    onSettled: () => Promise.resolve(),
    onError: (error) => errors.push(error),
  });
  delivery.nudge();
  await delivery.idle();
  expect(errors).toEqual([]);
  return sent;
}

function entry(openId: string, text: string) {
  const message = { kind: 'text', text } as const;
  return Promise.resolve({
    id: `${openId}:${text}`,
    openId: idOf(openId),
    customer: toCustomerId(openId),
    kind: 'staff' as const,
    message,
  });
}

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { toCustomerId, toOpenId, type OpenId, type TicketNumber } from '../../src/domain/ids.ts';
import { err, ok, type Result } from '../../src/lib/result.ts';
import { createDeadLetters } from '../../src/outbox/dead-letters-store.ts';
import { createDelivery, type Quota } from '../../src/outbox/deliver.ts';
import type { OutboxEntry, SendFault } from '../../src/outbox/outbox-entry.ts';
import { createOutboxStore, type OutboxStore } from '../../src/outbox/outbox-store.ts';
import { ensureIndexes } from '../../src/store/schema.ts';
import { openTestStore, type TestStore } from '../support/store.ts';

let store: TestStore;
let outbox: OutboxStore;
let now = new Date();
const clock = () => now;
beforeAll(async () => {
  store = await openTestStore();
  outbox = createOutboxStore({ connection: store.connection, clock });
  await ensureIndexes(store.connection);
});
afterAll(() => store.close());

const fault = (reaction: SendFault['reaction']): Result<never, SendFault> => err({ reaction, code: 1, reason: 'test' });

function idOf(name: string): OpenId {
  const id = toOpenId(name);
  if (!id) throw new Error(name);
  return id;
}

/** A sender, and what it did: to the quota, to WeChat, and whom it told. */
function world(name: string, { left, answers = [] }: { left: number; answers?: Result<unknown, SendFault>[] }) {
  const openId = idOf(name);
  const ledger = { left, told: [] as string[] };
  const sent: OutboxEntry[] = [];
  const settled: OutboxEntry[] = [];
  let refuses = false;
  const quota: Quota = {
    take: () => Promise.resolve(ledger.left > 0 ? ((ledger.left -= 1), 'message') : undefined),
    giveBack: () => Promise.resolve(void (ledger.left += 1)),
    correct: (_, told) => Promise.resolve(void ledger.told.push(told)),
  };
  const delivery = createDelivery({
    store: outbox,
    quota,
    send(entry) {
      if (entry.openId !== openId) return Promise.resolve(ok(undefined));
      sent.push(entry);
      return Promise.resolve(answers.shift() ?? ok(undefined));
    },
    clock,
    onSettled(entry) {
      if (refuses) return Promise.reject(new Error('crashed'));
      if (entry.openId === openId) settled.push(entry);
      return Promise.resolve();
    },
    onError: () => undefined,
    expireMs: 3_600_000,
  });

  async function add(id: string, kind: OutboxEntry['kind'] = 'staff'): Promise<void> {
    const ticket = 'K20261122-0001' as TicketNumber;
    const message = { kind: 'text', text: id } as const;
    await outbox.add({ id: `${name}:${id}`, openId, customer: toCustomerId(name), ticket, kind, message, at: now });
  }

  /** One look at what is due, to its end. */
  async function round(): Promise<void> {
    delivery.nudge();
    await delivery.idle();
  }

  const states = () => settled.map(({ state }) => state);
  return { openId, ledger, quota, sent, settled, states, add, round, delivery, crash: (is: boolean) => (refuses = is) };
}

describe('the outbox and the quota', () => {
  it('sends nothing that was not reserved: it waits, in order, and goes with the next answer', async () => {
    const { openId, sent, states, add, round } = world('empty', { left: 0 });
    await add('a');
    await add('b');

    await round();

    expect([sent.length, states()]).toEqual([0, ['waiting', 'waiting']]);
    const waiting = await outbox.waiting(openId);
    expect(waiting.map(({ id }) => id)).toEqual(['empty:a', 'empty:b']);
    expect(await outbox.deliveredPassively(waiting.map(({ id }) => id))).toHaveLength(2);
    expect(await outbox.deliveredPassively(waiting.map(({ id }) => id))).toEqual([]);
    expect(await outbox.wake(openId)).toBe(0);
  });

  it('gives back what was certainly not sent, and keeps what may have been', async () => {
    const refused = world('refused', { left: 5, answers: [fault({ kind: 'fail' })] });
    await refused.add('a');
    await refused.round();
    const doubtful = world('doubtful', { left: 5, answers: [fault({ kind: 'unknown' })] });
    await doubtful.add('a');
    await doubtful.round();

    expect([refused.ledger.left, refused.states()]).toEqual([5, ['failed']]);
    expect([doubtful.ledger.left, doubtful.states()]).toEqual([4, ['unknown']]);
  });

  it('believes WeChat when it says that nothing is left', async () => {
    const { ledger, states, add, round } = world('told', {
      left: 5,
      answers: [fault({ kind: 'wait', told: 'used_up' })],
    });
    await add('a');

    await round();

    expect([ledger.told, states()]).toEqual([['used_up'], ['waiting']]);
  });

  it('marks a notice that it sends once more', async () => {
    const { sent, add, round } = world('marked', { left: 5, answers: [fault({ kind: 'unknown' })] });
    await add('a', 'notice');

    await round();

    expect(sent.map(({ again }) => again === true)).toEqual([false, true]);
  });

  it('gives up what has waited too long, and tells it', async () => {
    const { states, add, round, delivery } = world('expires', { left: 0 });
    await add('a');
    await round();

    now = new Date(now.getTime() + 3_600_001);
    await delivery.tend();

    expect(states()).toEqual(['waiting', 'expired']);
  });

  it('tells after a crash what was settled and never told', async () => {
    const { states, add, round, delivery, crash } = world('untold', { left: 5, answers: [fault({ kind: 'fail' })] });
    await add('a');
    crash(true);
    await round();
    crash(false);

    now = new Date(now.getTime() + 11_000);
    await delivery.tend();
    await delivery.tend();

    expect(states()).toEqual(['failed']);
  });

  it('tells what became of one message although that of another cannot be told', async () => {
    const first = world('untellable', { left: 5, answers: [fault({ kind: 'fail' })] });
    const second = world('tellable', { left: 5, answers: [fault({ kind: 'fail' })] });
    for (const { add, round, crash } of [first, second]) {
      crash(true);
      await add('a');
      await round();
    }
    now = new Date(now.getTime() + 11_000);
    const errors: unknown[] = [];
    const told: string[] = [];
    const delivery = createDelivery({
      ...{ store: outbox, quota: first.quota, clock, expireMs: 3_600_000 },
      send: () => Promise.resolve(ok(undefined)),
      onSettled({ id }) {
        if (id === 'untellable:a') return Promise.reject(new Error('cannot be told'));
        return Promise.resolve(void told.push(id));
      },
      onError: (error) => errors.push(error),
    });

    await delivery.tend();

    expect(errors).toHaveLength(1);
    expect(told).toEqual(['tellable:a']);
  });

  it('lists what did not arrive, and sends it again when somebody says so, once', async () => {
    const { sent, add, round } = world('dead', { left: 5, answers: [fault({ kind: 'unknown' })] });
    const letters = createDeadLetters({ connection: store.connection, clock });
    await add('a');
    await round();
    expect((await letters.list(50)).map(({ id }) => id)).toContain('dead:a');

    expect((await letters.replay('dead:a'))?.state).toBe('unknown');
    expect(await letters.replay('dead:a')).toBeUndefined();
    await round();

    expect(sent).toHaveLength(2);
    expect((await letters.list(50)).map(({ id }) => id)).not.toContain('dead:a');
  });
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ApplyAct } from '../../src/actions/apply-act.ts';
import { createSettle } from '../../src/actions/settle.ts';
import { createTranscribe } from '../../src/actions/transcribe.ts';
import { createActTries } from '../../src/customers/act-tries-store.ts';
import { createCustomers } from '../../src/customers/customers-store.ts';
import { toOpenId } from '../../src/domain/ids.ts';
import type { PushRecord } from '../../src/domain/push-record.ts';
import { createTranscripts } from '../../src/queue/transcripts-store.ts';
import { openSettleStore } from '../support/settle-store.ts';
import { loseNextAnswer } from '../support/lost-answer.ts';
import type { TestStore } from '../support/store.ts';

let store: TestStore;
let now = new Date();
const clock = () => now;
beforeAll(async () => {
  store = await openSettleStore(clock);
});
afterAll(() => store.close());

/** A process with its own memory over the one store. */
function instance(applyAct: ApplyAct, { mostOpen = 1_000 } = {}) {
  const customers = createCustomers({ connection: store.connection, clock, mostOpen });
  const transcripts = createTranscripts({ connection: store.connection });
  const errors: unknown[] = [];
  const called: string[] = [];
  const settle = createSettle({
    ...{ customers, applyAct, clock },
    transcribe: createTranscribe({ transcripts, turns: { add: () => Promise.resolve() }, clock }),
    misses: { add: () => Promise.resolve() },
    tries: createActTries({ connection: store.connection, clock }),
    callStaff: ({ kind, codes }) => Promise.resolve(void called.push([kind, ...codes].join())),
    onError: (error) => errors.push(error),
  });

  async function says(name: string, text: string): Promise<void> {
    const openId = toOpenId(name);
    if (!openId) throw new Error(name);
    const before = await customers.load(openId);
    const record: PushRecord = {
      key: `m:${name}:${text}`,
      at: now,
      seq: before.seq + 1,
      in: { kind: 'text', text },
      reply: { kind: 'text', text: `re ${text}` },
      repliedAt: now,
      acts: [{ kind: 'wake-outbox' }],
    };
    const stored = await customers.commit(before, {
      ...before,
      seq: before.seq + 2,
      pushes: [...before.pushes, record],
    });
    if (!stored) throw new Error('overtaken');
    settle.onStored(stored);
  }

  async function linesOf(name: string): Promise<string[]> {
    const openId = toOpenId(name);
    const customer = openId && (await customers.find(openId));
    return customer ? (await transcripts.last(customer.customer, 50)).map(({ text }) => text) : [];
  }

  /** As what could not be done of him is left to the sweeper. */
  async function leave(name: string): Promise<void> {
    const openId = toOpenId(name);
    if (openId) await customers.leave({ openIds: [openId], marks: [], at: now });
  }

  return { settle, says, leave, linesOf, errors, called };
}

describe('what follows a stored push', () => {
  it('brings what was said and answered to the transcript, in order, and does each act once', async () => {
    const done: string[] = [];
    const one = instance((_act, { push }) => Promise.resolve(void done.push(push.key)));
    await one.says('calm', 'a');
    await one.says('calm', 'b');
    await one.settle.stop();

    expect(await one.linesOf('calm')).toEqual(['a', 're a', 'b', 're b']);
    expect(done).toEqual(['m:calm:a', 'm:calm:b']);
    now = new Date(now.getTime() + 60_000);
    expect(await one.settle.sweep()).toBe(0);
  });

  it('lets the sweeper of another process finish what a crash left', async () => {
    const crashed = instance(() => Promise.reject(new Error('crashed')));
    await crashed.says('left', 'a');
    await crashed.settle.stop();
    const done: string[] = [];
    const other = instance((_act, { push }) => Promise.resolve(void done.push(push.key)));

    expect(await other.settle.sweep()).toBe(0);
    now = new Date(now.getTime() + 60_000);
    await other.settle.sweep();

    expect(crashed.errors).toHaveLength(1);
    expect(done).toEqual(['m:left:a']);
    expect(await other.linesOf('left')).toEqual(['a', 're a']);
  });

  it('lets another process finish what one left that was killed at its work', async () => {
    const killed = instance(() => new Promise(() => undefined));
    await killed.says('orphan', 'a');
    const done: string[] = [];
    const other = instance((_act, { push }) => Promise.resolve(void done.push(push.key)));

    await other.settle.sweep();
    expect(done).toEqual([]);
    now = new Date(now.getTime() + 60_000);
    await other.settle.sweep();
    expect(done).toEqual(['m:orphan:a']);
    await other.says('orphan', 'b');
    await other.settle.stop();

    expect(done).toEqual(['m:orphan:a', 'm:orphan:b']);
    expect(await other.linesOf('orphan')).toEqual(['a', 're a', 'b', 're b']);
  });

  it('does nothing again that a process had done before it ended', async () => {
    const ended = instance(() => Promise.resolve());
    await ended.says('finished', 'a');
    await ended.settle.stop();
    const done: string[] = [];
    const next = instance((_act, { push }) => Promise.resolve(void done.push(push.key)));
    now = new Date(now.getTime() + 60_000);
    await next.settle.sweep();
    await next.says('finished', 'b');
    await next.settle.stop();

    expect(done).toEqual(['m:finished:b']);
  });

  it('finishes what was stored although its process was never told so', async () => {
    const done: string[] = [];
    const one = instance((_act, { push }) => Promise.resolve(void done.push(push.key)));
    loseNextAnswer(store.connection);

    await expect(one.says('unheard', 'a')).rejects.toThrow('connection lost');
    expect(done).toEqual([]);
    now = new Date(now.getTime() + 60_000);
    await one.settle.sweep();

    expect(done).toEqual(['m:unheard:a']);
  });

  it('does what an earlier process left before what came later, when the customer writes again', async () => {
    const crashed = instance(() => Promise.reject(new Error('crashed')));
    await crashed.says('again', 'a');
    await crashed.settle.stop();
    const done: string[] = [];
    const other = instance((_act, { push }) => Promise.resolve(void done.push(push.key)));

    await other.says('again', 'b');
    await other.settle.stop();

    expect(done).toEqual(['m:again:a', 'm:again:b']);
  });

  it('sets aside an act that never works after six tries, calls for help, and keeps nobody else waiting', async () => {
    const done: string[] = [];
    const one = instance((_act, { push }) => {
      if (push.key === 'm:poisoned:a') return Promise.reject(new Error('poison'));
      return Promise.resolve(void done.push(push.key));
    });
    await one.says('poisoned', 'a');
    await one.says('calmer', 'a');
    await one.settle.stop();
    expect(done).toEqual(['m:calmer:a']);

    await one.says('poisoned', 'b');
    await one.settle.stop();
    let sweeps = 0;
    for (; one.called.length === 0 && sweeps < 50; sweeps++) {
      now = new Date(now.getTime() + 400_000);
      await one.settle.sweep();
    }

    expect(sweeps).toBe(7);
    expect(one.called).toEqual(['dead_letter,wake-outbox']);
    expect(done).toEqual(['m:calmer:a', 'm:poisoned:b']);
    expect(await one.linesOf('poisoned')).toEqual(['a', 're a', 'b', 're b']);
  });

  it('does once more what failed once, and forgets that it failed', async () => {
    let broken = true;
    const one = instance(() => (broken ? Promise.reject(new Error('broken')) : Promise.resolve()));
    await one.says('shaky', 'a');
    await one.settle.stop();
    broken = false;
    now = new Date(now.getTime() + 60_000);

    expect(await one.settle.sweep()).toBe(1);
    expect(await store.connection.collection('act_tries').countDocuments({ what: 'wake-outbox', deadAt: null })).toBe(
      0,
    );
  });

  it('does what failed also where, in the same sweep, nothing was left to do of others', async () => {
    let broken = true;
    const done: string[] = [];
    const one = instance((_act, { push }) => {
      if (broken) return Promise.reject(new Error('broken'));
      return Promise.resolve(void done.push(push.key));
    });
    await one.says('idle1', 'a');
    await one.says('idle2', 'a');
    await one.settle.stop();
    broken = false;
    now = new Date(now.getTime() + 60_000);
    await one.settle.sweep();
    for (const name of ['idle1', 'idle2']) await one.leave(name);
    broken = true;
    await one.says('failing', 'a');
    await one.settle.stop();
    now = new Date(now.getTime() + 60_000);
    await one.settle.sweep();
    broken = false;
    now = new Date(now.getTime() + 60_000);
    await one.settle.sweep();

    expect(done.toSorted()).toEqual(['m:failing:a', 'm:idle1:a', 'm:idle2:a']);
  });

  it('waits in the store where more comes in than is settled, and is done from there, in order', async () => {
    let letGo: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (letGo = resolve));
    const done: string[] = [];
    const one = instance(
      async (_act, { push }) => {
        await held;
        done.push(push.key);
      },
      { mostOpen: 2 },
    );
    for (const text of ['a', 'b', 'c', 'd', 'e', 'f']) await one.says('many', text);

    letGo();
    await one.settle.stop();
    expect(done).not.toContain('m:many:f');
    now = new Date(now.getTime() + 60_000);
    await one.settle.sweep();

    // An act that is done again changes nothing: the mark of how far it has come lags behind by a write.
    expect([...new Set(done)]).toEqual(['a', 'b', 'c', 'd', 'e', 'f'].map((text) => `m:many:${text}`));
    expect(await one.linesOf('many')).toHaveLength(12);
  });

  it('does not let those whose acts go on failing, however many, keep others from the sweeper', async () => {
    const done: string[] = [];
    const one = instance((_act, { push }) => {
      if (push.key.startsWith('m:failing_') || done.length > 0) return Promise.reject(new Error('again'));
      return Promise.resolve(void done.push(push.key));
    });
    const names = Array.from({ length: 100 }, (_, n) => `failing_${n}`);
    for (const name of names) await one.says(name, 'a');
    await one.settle.stop();
    now = new Date(now.getTime() + 1_000);
    const crashed = instance(() => Promise.reject(new Error('crashed')));
    await crashed.says('behind', 'a');
    await crashed.settle.stop();

    now = new Date(now.getTime() + 6_000);
    await one.settle.sweep();
    await one.settle.sweep();

    expect(done).toEqual(['m:behind:a']);
  });
});

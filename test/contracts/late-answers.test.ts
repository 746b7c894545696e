import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { wechatWindowRules } from '../../src/customers/window.ts';
import { toOpenId, type OpenId } from '../../src/domain/ids.ts';
import type { Push } from '../../src/domain/push.ts';
import type { PushRecord } from '../../src/domain/push-record.ts';
import { systemClock } from '../../src/lib/clock.ts';
import { createHandle } from '../../src/pipeline/handle.ts';
import { createLateAnswers } from '../../src/pipeline/late-answers.ts';
import { openCore } from '../support/core.ts';
import { openTestStore, type TestStore } from '../support/store.ts';

const othersMs = 200;
const wait = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

let store: TestStore;
beforeAll(async () => {
  store = await openTestStore();
});
afterAll(() => store.close());

/** An instance of the product whose decisions, and whose way into the outbox, take as long as they are held. */
async function instance({ sendMs = 0 } = {}) {
  const core = await openCore(store.store, systemClock);
  let release: () => void = () => undefined;
  const held = new Promise<void>((resolve) => (release = resolve));
  const errors: unknown[] = [];
  const late = createLateAnswers({
    async send(push, record, mayRepeat) {
      await wait(sendMs);
      await core.sendLate(push, record, mayRepeat);
    },
    recall: core.recallLate,
    onError: (error) => errors.push(error),
    othersMs,
  });
  const handle = createHandle({
    customers: core.customers,
    async decide() {
      await held;
      return { decision: { reply: { kind: 'text', text: '您好' }, acts: [], next: {}, because: 'test' } };
    },
    waiting: () => Promise.resolve([]),
    windowRules: wechatWindowRules,
    onStored: () => undefined,
    onRepeat: late.storedBefore,
    clock: systemClock,
  });
  return { core, handle, late, release, errors };
}

function pushOf(name: string): Push {
  const from = toOpenId(name) ?? ('' as OpenId);
  const origin = { to: 'gh_1', from, createdAt: systemClock() };
  return { ...origin, kind: 'message', type: 'text', key: `m:${name}`, msgId: '1', content: '你好' };
}

type Instance = Awaited<ReturnType<typeof instance>>;

/** A connection that is given up while the answer is still being made. @returns what becomes of the answer */
function givenUp({ handle, late }: Instance, push: Push): Promise<PushRecord> {
  const pending = handle(push);
  void late.givenUp(push, pending);
  return pending;
}

/** A connection on which the answer is in time. */
async function answered({ handle, late }: Instance, push: Push): Promise<void> {
  await handle(push);
  late.answered(push);
}

/** How many messages the outbox holds for the sender of a push. */
const lateFor = ({ from }: Push): Promise<number> =>
  store.connection.collection('outbox').countDocuments({ openId: from });

describe('an answer that was not ready while its connection was open', () => {
  it('is sent by the outbox, once, where no repeat comes', async () => {
    const one = await instance();
    const push = pushOf('nobody-repeats');
    const pending = givenUp(one, push);
    void givenUp(one, push);
    one.release();
    await pending;
    await wait(othersMs);

    expect([await lateFor(push), one.errors]).toEqual([1, []]);
  });

  it('is not sent when another instance has brought it to the repeat, even before it was in the outbox', async () => {
    const [one, two] = await Promise.all([instance({ sendMs: othersMs / 2 }), instance()]);
    const push = pushOf('repeated-elsewhere');
    const pending = givenUp(one, push);
    one.release();
    await pending;

    await answered(two, push);
    await wait(4 * othersMs);

    expect([await lateFor(push), one.errors, two.errors]).toEqual([0, [], []]);
  });

  it('is not sent by an instance that another has overtaken and answered for', async () => {
    const [slow, fast] = await Promise.all([instance(), instance()]);
    const push = pushOf('overtaken');
    const pending = givenUp(slow, push);
    // It has read the customer by now, and decides on what is over in a moment.
    await wait(50);
    fast.release();
    await answered(fast, push);
    slow.release();
    await pending;
    await wait(4 * othersMs);

    expect([await lateFor(push), slow.errors, fast.errors]).toEqual([0, [], []]);
  });

  it('costs the store one command for many repeats', async () => {
    const one = await instance();
    one.release();
    const asked: number[] = [];
    const late = createLateAnswers({
      send: () => Promise.resolve(),
      async recall(keys) {
        asked.push(keys.length);
        await one.core.recallLate(keys);
      },
      onError: (error) => one.errors.push(error),
      othersMs,
    });
    const pushes = Array.from({ length: 200 }, (_, at) => pushOf(`many-repeats-${at}`));
    const given = pushes.slice(0, 3);
    await Promise.all(given.map(async (push) => one.core.sendLate(push, await one.handle(push), true)));
    for (const push of pushes) {
      late.storedBefore(push);
      late.answered(push);
    }
    await wait(4 * othersMs);

    expect([asked, one.errors]).toEqual([[200], []]);
    expect(await Promise.all(given.map(lateFor))).toEqual([0, 0, 0]);
  });
});

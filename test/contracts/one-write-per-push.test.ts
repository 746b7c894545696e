import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createCustomers } from '../../src/customers/customers-store.ts';
import { wechatWindowRules } from '../../src/customers/window.ts';
import { toOpenId, type OpenId } from '../../src/domain/ids.ts';
import type { Push } from '../../src/domain/push.ts';
import { createHandle, type HandleDeps } from '../../src/pipeline/handle.ts';
import { ensureIndexes } from '../../src/store/schema.ts';
import { openTestStore, type TestStore } from '../support/store.ts';

let store: TestStore;
beforeAll(async () => {
  store = await openTestStore();
  createCustomers({ connection: store.connection, clock: () => new Date() });
  await ensureIndexes(store.connection);
});
afterAll(() => store.close());

function idOf(name: string): OpenId {
  const id = toOpenId(name);
  if (!id) throw new Error(`no OpenID: ${name}`);
  return id;
}

function messageFrom(from: string, msgId: string): Push {
  const push = { kind: 'message', type: 'text', key: `m:${msgId}`, msgId, content: msgId, to: 'gh_1' } as const;
  return { ...push, from: idOf(from), createdAt: new Date() };
}

/** An instance of the product, as far as a push's way into the store goes. */
function instance(decide?: HandleDeps['decide']) {
  const customers = createCustomers({ connection: store.connection, clock: () => new Date() });
  let decided = 0;
  const handle = createHandle({
    customers,
    decide:
      decide ??
      ((push) => {
        decided += 1;
        const text = `${push.key} by ${Math.random()}`;
        return Promise.resolve({ decision: { reply: { kind: 'text', text }, acts: [], next: {}, because: 'test' } });
      }),
    waiting: () => Promise.resolve([]),
    windowRules: wechatWindowRules,
    onStored: () => undefined,
    clock: () => new Date(),
  });
  return { handle, customers, decisions: () => decided };
}

const replyOf = async (record: ReturnType<ReturnType<typeof instance>['handle']>) =>
  JSON.stringify((await record).reply);

describe('one write per push', () => {
  it('gives a repeat the answer that is being made', async () => {
    const { handle, decisions } = instance();
    const push = messageFrom('repeat-now', '1');

    const answers = await Promise.all([handle(push), handle(push), handle(push)].map(replyOf));

    expect(new Set(answers).size).toBe(1);
    expect(decisions()).toBe(1);
  });

  it('gives a later repeat, also after a restart, the stored answer', async () => {
    const push = messageFrom('repeat-later', '2');
    const first = await replyOf(instance().handle(push));

    expect(await replyOf(instance().handle(push))).toBe(first);
  });

  it('gives the same answer on two instances that get the push at once', async () => {
    const [one, two] = [instance(), instance()];
    for (let round = 0; round < 20; round++) {
      const push = messageFrom(`two-instances-${round % 5}`, `3-${round}`);

      const answers = await Promise.all([replyOf(one.handle(push)), replyOf(two.handle(push))]);

      expect(answers[0]).toBe(answers[1]);
    }
  });

  it('loses none of the messages that one customer sends to three instances at once', async () => {
    const [one, two, three] = [instance(), instance(), instance()];
    const pushes = Array.from({ length: 30 }, (_, i) => messageFrom('busy', `4-${i}`));

    await Promise.all(pushes.map((push, i) => [one, two][i % 3]?.handle(push) ?? three.handle(push)));

    const kept = await instance().customers.load(idOf('busy'));
    expect(new Set(kept.pushes.map(({ key }) => key)).size).toBe(30);
    expect(kept.version).toBe(30);
    expect(new Set(kept.pushes.map(({ seq }) => seq)).size).toBe(30);
  });

  it('stores many new customers together, each with his own answer', async () => {
    const { handle, customers } = instance();
    const pushes = Array.from({ length: 300 }, (_, i) => messageFrom(`crowd-${i}`, `5-${i}`));

    const records = await Promise.all(pushes.map((push) => handle(push)));

    expect(records.map(({ key }) => key)).toEqual(pushes.map(({ key }) => key));
    expect((await customers.load(idOf('crowd-299'))).pushes).toHaveLength(1);
  });

  it('takes back what a decision drops, such as a ticket that ended', async () => {
    const next = { ticket: 'K20261122-0001' as never };
    const withTicket = instance(() =>
      Promise.resolve({ decision: { reply: { kind: 'none' }, acts: [], next, because: 'test' } }),
    );
    await withTicket.handle(messageFrom('ended', '6'));
    const without = instance(() =>
      Promise.resolve({ decision: { reply: { kind: 'none' }, acts: [], next: { ticket: null }, because: 'test' } }),
    );

    await without.handle(messageFrom('ended', '7'));

    expect((await instance().customers.load(idOf('ended'))).ticket).toBeUndefined();
  });

  it('fails the push, and only that one, whose decision fails', async () => {
    const { handle } = instance((push) =>
      push.key === 'm:bad'
        ? Promise.reject(new Error('no'))
        : Promise.resolve({ decision: { reply: { kind: 'none' }, acts: [], next: {}, because: 't' } }),
    );

    const results = await Promise.allSettled(['8', 'bad', '9'].map((id) => handle(messageFrom('fails', id))));

    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  });
});

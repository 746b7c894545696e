import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createCustomers } from '../../src/customers/customers-store.ts';
import { wechatWindowRules } from '../../src/customers/window.ts';
import { toOpenId, type OpenId } from '../../src/domain/ids.ts';
import type { PushRecord } from '../../src/domain/push-record.ts';
import { createHandle } from '../../src/pipeline/handle.ts';
import type { WaitingMessage } from '../../src/pipeline/merge-waiting.ts';
import { ensureIndexes } from '../../src/store/schema.ts';
import { openTestStore, type TestStore } from '../support/store.ts';
import { waitFor } from '../support/wait-for.ts';

const dayMs = 24 * 3_600_000;
let store: TestStore;
let now = new Date('2026-11-23T08:00:00Z');
const clock = () => now;
const errors: unknown[] = [];

beforeAll(async () => {
  store = await openTestStore();
  createCustomers({ connection: store.connection, clock });
  await ensureIndexes(store.connection);
});
beforeEach(() => {
  errors.length = 0;
});
afterAll(() => store.close());

type Said = { readonly from: string; readonly text: string; readonly waiting?: readonly WaitingMessage[] };

/** An instance of the product, which has just been started. */
function instance() {
  const customers = createCustomers({
    ...{ connection: store.connection, clock, keptDays: 200 },
    onError: (error) => errors.push(error),
  });
  let pushes = 0;
  let waits: readonly WaitingMessage[] = [];
  let reply = '';
  const handle = createHandle({
    customers,
    decide: () =>
      Promise.resolve({
        decision: { reply: { kind: 'text', text: reply }, acts: [], next: {}, because: 'test' },
        in: { kind: 'text', text: '怎么办' },
      }),
    waiting: () => Promise.resolve(waits),
    windowRules: wechatWindowRules,
    onStored: () => undefined,
    clock,
  });

  /** A customer writes and is given this text. */
  async function give({ from, text, waiting = [] }: Said): Promise<PushRecord> {
    pushes += 1;
    const openId = idOf(from);
    if (waiting.length > 0) await customers.mutate(openId, (customer) => ({ ...customer, outboxWaits: true }));
    [reply, waits] = [text, waiting];
    const key = `m:${from}-${now.getTime()}-${pushes}`;
    const push = { kind: 'message', type: 'text', key, msgId: key, content: '怎么办', to: 'gh_1' } as const;
    return handle({ ...push, from: openId, createdAt: now });
  }

  return { customers, give };
}

function idOf(name: string): OpenId {
  const openId = toOpenId(name);
  if (!openId) throw new Error(`no OpenID: ${name}`);
  return openId;
}

const stored = async (name: string) => {
  const found = await store.connection.collection('customers').findOne({ _id: name as never });
  return (found?.pushes as { reply: object }[] | undefined)?.map(({ reply }) => reply) ?? [];
};
const texts = () => {
  const collection = store.connection.collection<{ _id: string; text: string; goesAt: Date }>('reply_texts');
  return collection.find().toArray();
};

/** A text stands in the store until then at least, and whoever put it there knows. */
async function isThere(text: string, until = 0): Promise<void> {
  await waitFor(async () => {
    const one = (await texts()).find((found) => found.text === text);
    return one && one.goesAt.getTime() > until ? one : undefined;
  });
  await new Promise((resolve) => setTimeout(resolve, 20));
}

const long = (about: string) => `${about}：${'请打开钱包，进入「我的」，再按页面上说的做。'.repeat(8)}`;

describe('a text that many are given', () => {
  it('stands in the store once, from the third customer on, and reads the same at every instance', async () => {
    const text = long('找回密码');
    const { give } = instance();
    for (const from of ['a-1', 'a-2', 'a-3']) await give({ from, text });
    await isThere(text);
    for (const from of ['a-4', 'a-5']) await give({ from, text });

    const _id = (await texts())[0]?._id;
    expect(await texts()).toMatchObject([{ text }]);
    expect(await stored('a-3')).toEqual([{ kind: 'text', text }]);
    expect(await stored('a-4')).toEqual([{ kind: 'text', textId: _id }]);

    const { customers, give: giveElsewhere } = instance();
    for (const name of ['a-3', 'a-4', 'a-5']) {
      const customer = await customers.load(idOf(name));
      expect(customer.pushes).toMatchObject([{ reply: { kind: 'text', text } }]);
      expect(await customers.find(idOf(name))).toEqual(customer);
      expect(await customers.findByCustomer(customer.customer)).toEqual(customer);
    }
    // Whoever has been told what it is called names it from then on, also in what stood there before.
    await giveElsewhere({ from: 'a-3', text });
    expect(await stored('a-3')).toEqual([
      { kind: 'text', textId: _id },
      { kind: 'text', textId: _id },
    ]);
    await customers.mutate(idOf('a-4'), (customer) => ({ ...customer, misses: 3 }));
    expect(await stored('a-4')).toEqual([{ kind: 'text', textId: _id }]);
    expect(errors).toEqual([]);
  });

  it('is none that a customer alone was given, however often, nor a short one, nor one with words from people', async () => {
    const { give } = instance();
    const before = await texts();
    for (let time = 0; time < 4; time++) await give({ from: 'b-1', text: long('只给一位') });
    for (const from of ['b-1', 'b-2', 'b-3', 'b-4']) {
      await give({ from, text: '您好' });
      const message = { kind: 'text', text: '王女士，您的款项今天到账。' } as const;
      await give({ from, text: long('附在后面'), waiting: [{ id: `w-${from}`, message }] });
    }

    expect(await texts()).toEqual(before);
    expect(JSON.stringify(await stored('b-4'))).toContain('王女士');
  });

  it('stays as long as a document that names it, and longer where it is used', async () => {
    const text = long('限额');
    const { give } = instance();
    for (const from of ['c-1', 'c-2', 'c-3']) await give({ from, text });
    await isThere(text, now.getTime() + 201 * dayMs);

    now = new Date(now.getTime() + 23 * 3_600_000);
    await give({ from: 'c-5', text });
    expect(await stored('c-5')).toEqual([{ kind: 'text', textId: expect.any(String) }]);
    await isThere(text, now.getTime() + 201 * dayMs);

    now = new Date(now.getTime() + 2 * 3_600_000);
    await give({ from: 'c-6', text });
    expect(await stored('c-6')).toEqual([{ kind: 'text', text }]);
    await isThere(text, now.getTime() + 201.9 * dayMs);
    await give({ from: 'c-7', text });
    expect(await stored('c-7')).toEqual([{ kind: 'text', textId: expect.any(String) }]);

    now = new Date(now.getTime() + 3 * dayMs);
    await instance().give({ from: 'c-7', text });
    await isThere(text, now.getTime() + 201.9 * dayMs);
  });

  it('is given in full by documents for as long as the store does not take it', async () => {
    const text = long('公告');
    const { give } = instance();
    const collection = store.connection.models.reply_texts?.collection;
    const updateOne = collection?.updateOne.bind(collection);
    if (!collection || !updateOne) throw new Error('no such collection');
    collection.updateOne = () => Promise.reject(new Error('the store is full'));
    for (const from of ['d-1', 'd-2', 'd-3']) await give({ from, text });
    await waitFor(() => errors[0]);
    collection.updateOne = updateOne;

    expect(await stored('d-3')).toEqual([{ kind: 'text', text }]);
    await give({ from: 'd-4', text });
    await isThere(text);
    expect(await stored('d-4')).toEqual([{ kind: 'text', text }]);
    await give({ from: 'd-5', text });
    expect(await stored('d-5')).toEqual([{ kind: 'text', textId: expect.any(String) }]);
  });

  it('where it is lost, leaves no customer unheard: the log says so, and the transcript', async () => {
    const text = long('手续费');
    const { give } = instance();
    for (const from of ['e-1', 'e-2', 'e-3']) await give({ from, text });
    await isThere(text);
    await give({ from: 'e-4', text });
    await store.connection.collection('reply_texts').deleteMany({ text });

    const { customers, give: giveLater } = instance();
    const [{ pushes }] = await Promise.all([customers.load(idOf('e-4')), customers.find(idOf('e-4'))]);
    expect(pushes.at(-1)).toMatchObject({ reply: { kind: 'none' }, own: expect.stringContaining('已不在') });
    expect(errors).toEqual([expect.objectContaining({ message: expect.stringMatching(/is missing/) })]);
    expect((await giveLater({ from: 'e-4', text })).reply).toEqual({ kind: 'text', text });
  });

  it('is in full in what is handed out of a document', async () => {
    const text = long('绑定银行卡');
    const { customers, give } = instance();
    for (const from of ['f-1', 'f-2', 'f-3']) await give({ from, text });
    await isThere(text);
    await give({ from: 'f-4', text });
    const document = await store.connection.collection('customers').findOne({ _id: 'f-4' as never });

    expect(JSON.stringify(document)).not.toContain(text);
    expect(JSON.stringify(await customers.inFull(document ?? {}))).toContain(text);
    expect(await customers.inFull({ _id: 'ticket' })).toEqual({ _id: 'ticket' });
  });
});

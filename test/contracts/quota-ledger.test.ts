import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createCustomers } from '../../src/customers/customers-store.ts';
import { createQuotaLedger } from '../../src/customers/quota-ledger.ts';
import { wechatWindowRules } from '../../src/customers/window.ts';
import { toOpenId, type OpenId } from '../../src/domain/ids.ts';
import { ensureIndexes } from '../../src/store/schema.ts';
import { openTestStore, type TestStore } from '../support/store.ts';

let store: TestStore;
const clock = () => new Date();
beforeAll(async () => {
  store = await openTestStore();
  createCustomers({ connection: store.connection, clock });
  await ensureIndexes(store.connection);
});
afterAll(() => store.close());

function instance() {
  const customers = createCustomers({ connection: store.connection, clock });
  return { customers, ledger: createQuotaLedger({ customers, rules: wechatWindowRules, clock }) };
}

async function customerWith(name: string, left: number): Promise<OpenId> {
  const openId = toOpenId(name);
  if (!openId) throw new Error(name);
  const { customers } = instance();
  const before = await customers.load(openId);
  const window = [{ basis: 'message' as const, left, expiresAt: new Date(Date.now() + 3_600_000) }];
  await customers.commit(before, { ...before, window });
  return openId;
}

describe('the quota of a customer', () => {
  it('is never given out twice, however many senders on two instances ask at once', async () => {
    const openId = await customerWith('raced', 5);
    const [one, two] = [instance(), instance()];

    const taken = await Promise.all(
      Array.from({ length: 20 }, (_, n) => (n % 2 === 0 ? one : two).ledger.take(openId, 'staff')),
    );

    expect(taken.filter((basis) => basis === 'message')).toHaveLength(5);
  });

  it('keeps its last message for an agent', async () => {
    const openId = await customerWith('spared', 2);
    const { ledger } = instance();

    expect(await ledger.take(openId, 'notice')).toBe('message');
    expect(await ledger.take(openId, 'notice')).toBeUndefined();
    expect(await ledger.take(openId, 'staff')).toBe('message');
    expect(await ledger.take(openId, 'staff')).toBeUndefined();
  });

  it('marks the customer for whom something waits', async () => {
    const openId = await customerWith('waits', 0);
    const { customers, ledger } = instance();

    await ledger.take(openId, 'staff');

    expect((await customers.find(openId))?.outboxWaits).toBe(true);
  });

  it('survives a push that is decided on at the same time', async () => {
    const openId = await customerWith('busy', 5);
    const { customers, ledger } = instance();
    const before = await customers.load(openId);
    await instance().ledger.take(openId, 'staff');

    expect(await customers.commit(before, { ...before, misses: 1 })).toBeUndefined();
    await ledger.take(openId, 'staff');

    expect((await customers.find(openId))?.window[0]?.left).toBe(3);
  });
});

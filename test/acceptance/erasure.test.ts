import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { connectStore, type Store } from '../../src/store/connect.ts';
import type { Caller } from '../support/desk.ts';
import { adminPassword, openProduct, type Phone, type Product } from '../support/product.ts';

const onMongoDb = process.env.STORE_UNDER_TEST === 'mongodb';
const canary = '样本金丝雀';

let product: Product;
let phone: Phone;
let other: Phone;
let admin: Caller;
let dataDir = '';
let uri: string | undefined;
let ticket = '';
let complaint = '';

beforeAll(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), 'erasure-'));
  uri = onMongoDb ? new URL(`erasure_${randomBytes(6).toString('hex')}`, process.env.MONGODB_URI).href : undefined;
  product = await openProduct({ DATA_DIR: dataDir, ...(uri !== undefined && { MONGODB_URI: uri }) });
  admin = await product.signIn('admin', adminPassword);
  [phone, other] = [await product.phone(), await product.phone()];
  await lives(phone);
  await other.follow();
  await other.say('另一位样本客户');
}, 60_000);
afterAll(() => rm(dataDir, { recursive: true, force: true }));

/** Everything that a customer can leave behind. */
async function lives(one: Phone): Promise<void> {
  await one.follow();
  await one.say('转账没到账');
  await one.say(`${canary}零：说的是什么谁也不懂`);
  await one.say('投诉');
  await one.say(`${canary}一`);
  await one.say('跳过');
  complaint = /C\d{8}-\d{4}/.exec(await one.say('跳过'))?.[0] ?? '';
  await one.say('投诉');
  await one.say(`${canary}五`);
  await one.say('转人工');
  ticket = /K\d{8}-\d{4}/.exec(await one.say(`${canary}二`))?.[0] ?? '';
  const claimed = await admin.post(`/api/desk/tickets/${ticket}/claim`);
  await admin.post(`/api/desk/tickets/${ticket}/reply`, { text: `${canary}三`, epoch: claimed.body.epoch });
  await one.receives(`${canary}三`);
  await admin.post(`/api/desk/tickets/${ticket}/note`, { text: `${canary}四` });
}

const erase = () => admin.post('/api/desk/customers/erase', { ref: ticket, reason: 'customer_asked' });

/** Every document of every collection of the store, as text. */
async function everything(): Promise<{ collection: string; text: string }[]> {
  const store: Store = await connectStore({
    ...{ uri, dataDir },
    onDeath(error) {
      throw error;
    },
  });
  const found: { collection: string; text: string }[] = [];
  for (const { name } of (await store.connection.db?.listCollections().toArray()) ?? []) {
    for await (const document of store.connection.collection(name).find({})) {
      found.push({ collection: name, text: JSON.stringify(document) });
    }
  }
  if (onMongoDb) await store.connection.dropDatabase();
  await store.close();
  return found;
}

describe('all that is known of a customer', () => {
  it('is handed out as one document, without what only the account may know', async () => {
    const { status, body } = await admin.post('/api/desk/customers/export', { ref: ticket, reason: 'customer_asked' });
    const text = JSON.stringify(body);

    expect(status).toBe(200);
    for (const part of ['一', '二', '三', '四', '五']) expect(text).toContain(`${canary}${part}`);
    expect(text).not.toContain(phone.openId);
    expect(text).not.toContain('另一位样本客户');
  });

  it('is kept while a complaint is open', async () => {
    expect((await erase()).status).toBe(409);
  });

  it('is kept under a legal hold, until that is lifted', async () => {
    await admin.post(`/api/desk/cases/${complaint}/close`, { epoch: 2, outcome: 'withdrawn' });
    await admin.post('/api/desk/customers/hold', { ref: ticket, reason: 'court' });
    const held = await erase();
    const lifted = await admin.post('/api/desk/customers/release', { ref: ticket });

    expect([held.status, lifted.status]).toEqual([409, 204]);
  });

  it('is erased on demand, once', async () => {
    const { status, body } = await erase();

    expect(status).toBe(200);
    expect(body.erased).toMatchObject({ tickets: 1, cases: 1 });
    expect((await erase()).status).toBe(404);
  });

  it('stands nowhere in the store afterwards, and never stood among the events', async () => {
    await product.close();
    const all = await everything();
    const personal = all.filter(({ text }) => text.includes(phone.openId) || text.includes(canary));
    const events = all.filter(({ collection }) => collection === 'events').map(({ text }) => text);

    expect(personal).toEqual([]);
    expect(all.some(({ text }) => text.includes(other.openId))).toBe(true);
    expect(events.some((text) => text.includes('customer.erased') && text.includes('customer_asked'))).toBe(true);
    expect(events.some((text) => text.includes('customer.exported'))).toBe(true);
    expect(events.filter((text) => text.includes(other.openId) || text.includes('样本'))).toEqual([]);
  });
});

import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createStaff, type Staff } from '../../src/staff/staff.ts';
import { openStaffStore } from '../support/staff-store.ts';

const password = 'sample horse staple 7';
const li = { login: 'li', name: '小李', employeeNumber: '1001', roles: ['agent'], skills: [], capacity: 5 } as const;

let store: Awaited<ReturnType<typeof openStaffStore>>;
let staff: Staff;
let now: Date;
beforeAll(async () => {
  store = await openStaffStore();
});
afterAll(() => store.close());
beforeEach(async () => {
  now = new Date('2026-11-22T09:00:00Z');
  await store.clear();
  staff = createStaff({ connection: store.connection, clock: () => now });
  await store.prepare();
});

const later = (minutes: number): void => {
  now = new Date(now.getTime() + minutes * 60_000);
};
const getsIn = async (login: string, given: string): Promise<boolean> =>
  (await staff.signIn({ login, password: given, ip: '127.0.0.1' })).ok;

async function firstLink(): Promise<string> {
  const start = await staff.accounts.openFirst(undefined);
  if (start.kind !== 'link') throw new Error(start.kind);
  return start.token;
}

describe('the first administrator', () => {
  it('chooses a password by a link that is good once', async () => {
    const token = await firstLink();

    expect(await staff.accounts.readLink(token)).toMatchObject({ login: 'admin', roles: ['administrator'] });
    expect((await staff.accounts.setUp(token, password)).ok).toBe(true);

    expect(await getsIn('admin', password)).toBe(true);
    expect(await staff.accounts.setUp(token, 'another horse staple')).toEqual({ ok: false, error: 'link_invalid' });
    expect(await staff.accounts.openFirst(undefined)).toEqual({ kind: 'ready' });
  });

  it('has half an hour for it; a new start gives a new link', async () => {
    const token = await firstLink();
    later(30);

    expect((await staff.accounts.setUp(token, password)).ok).toBe(false);
    expect((await staff.accounts.setUp(await firstLink(), password)).ok).toBe(true);
  });

  it('may use the link again when the password broke a rule', async () => {
    const token = await firstLink();

    expect(await staff.accounts.setUp(token, 'short')).toEqual({ ok: false, error: 'too_short' });
    expect((await staff.accounts.setUp(token, password)).ok).toBe(true);
  });

  it('is one, however many instances start at once and however often the links are used', async () => {
    const tokens = await Promise.all([firstLink(), firstLink(), firstLink()]);

    const used = await Promise.all(tokens.map((token) => staff.accounts.setUp(token, password)));

    expect((await staff.accounts.list()).filter(({ login }) => login === 'admin')).toHaveLength(1);
    expect(used.some(({ ok }) => ok)).toBe(true);
    expect(await staff.accounts.readLink(tokens[0])).toBeUndefined();
  });

  it('takes the password of the settings while there is no administrator, and never again', async () => {
    expect(await staff.accounts.openFirst('operator')).toEqual({ kind: 'password_set' });
    expect(await getsIn('admin', 'operator')).toBe(true);

    expect(await staff.accounts.openFirst('another one')).toEqual({ kind: 'ready' });
    expect(await getsIn('admin', 'another one')).toBe(false);
  });

  it('cannot be shut out: the last one is neither disabled nor made an agent', async () => {
    await staff.accounts.openFirst('operator');

    expect(await staff.accounts.change('admin', { disabled: true })).toEqual({
      ok: false,
      error: 'last_administrator',
    });
    expect(await staff.accounts.change('admin', { roles: ['agent'] })).toEqual({
      ok: false,
      error: 'last_administrator',
    });
    await staff.accounts.create({ ...li, roles: ['administrator'] }, password);
    expect((await staff.accounts.change('admin', { disabled: true })).ok).toBe(true);
  });
});

describe('an account', () => {
  it('has a login and an employee number that nobody else has', async () => {
    const made = await Promise.all(Array.from({ length: 10 }, () => staff.accounts.create(li, password)));

    expect(made.filter(({ ok }) => ok)).toHaveLength(1);
    expect(JSON.stringify(made)).not.toContain('argon2');
    expect(await staff.accounts.create({ ...li, login: 'LI', employeeNumber: '1002' }, password)).toEqual({
      ok: false,
      error: 'login_taken',
    });
    expect(await staff.accounts.create({ ...li, login: 'other' }, password)).toEqual({
      ok: false,
      error: 'employee_number_taken',
    });
  });

  it('that is reset has no password, no sign-in and one link', async () => {
    await staff.accounts.create(li, password);
    const signedIn = await staff.signIn({ login: 'li', password, ip: '127.0.0.1' });
    if (!signedIn.ok) throw new Error('not signed in');

    const first = await staff.accounts.reset('li');
    const second = await staff.accounts.reset('li');
    if (!first.ok || !second.ok) throw new Error('no link');

    expect(await getsIn('li', password)).toBe(false);
    expect(await staff.whoIs(signedIn.value.sessionId)).toBeUndefined();
    expect((await staff.accounts.setUp(first.value.token, 'another horse staple')).ok).toBe(false);
    expect((await staff.accounts.setUp(second.value.token, 'another horse staple')).ok).toBe(true);
    expect(await getsIn('li', 'another horse staple')).toBe(true);
  });

  it('keeps nothing that would open it: neither passwords nor ids nor links', async () => {
    await staff.accounts.create(li, password);
    const signedIn = await staff.signIn({ login: 'li', password, ip: '127.0.0.1' });
    const link = await firstLink();

    const collections = (await store.connection.db?.collections()) ?? [];
    const stored = JSON.stringify(await Promise.all(collections.map((collection) => collection.find({}).toArray())));

    expect(stored).toContain('小李');
    expect(stored).not.toContain(password);
    expect(stored).not.toContain(link);
    expect(stored).not.toContain(signedIn.ok ? signedIn.value.sessionId : 'no sign-in');
    expect(stored).not.toContain('127.0.0.1');
  });
});

describe('presence', () => {
  it('lasts 90 seconds from the last sign of life', async () => {
    const made = await staff.accounts.create(li, password);
    if (!made.ok) throw new Error(made.error);
    const isPresent = async (): Promise<boolean> => (await staff.presence.present()).length === 1;

    expect(await isPresent()).toBe(false);
    await staff.presence.seen([made.value.id]);
    later(1);
    expect(await isPresent()).toBe(true);
    await staff.presence.seen([made.value.id]);
    later(1.4);
    expect(await isPresent()).toBe(true);
    later(0.2);
    expect(await isPresent()).toBe(false);
  });

  it('ends with signing out and with being disabled', async () => {
    const made = await staff.accounts.create(li, password);
    if (!made.ok) throw new Error(made.error);
    const signedIn = await staff.signIn({ login: 'li', password, ip: '127.0.0.1' });
    const by = signedIn.ok ? await staff.whoIs(signedIn.value.sessionId) : undefined;
    if (!by) throw new Error('not signed in');
    await staff.presence.seen([by.agent.id]);

    await staff.signOut(by);
    expect(await staff.presence.present()).toEqual([]);
    await staff.presence.seen([by.agent.id]);
    await staff.accounts.change('li', { disabled: true });
    expect(await staff.presence.present()).toEqual([]);
  });
});

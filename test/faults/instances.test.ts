import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { EventInput } from '../../src/domain/event.ts';
import { handOff, keepWriting, quietly, signIn, type Target } from '../support/campaign.ts';
import { callerAt, type Answer, type Caller } from '../support/desk.ts';
import { startFakeApi, type FakeApi } from '../support/fake-wechat-api.ts';
import { faultsOf } from '../support/ownership.ts';
import { adminPassword } from '../support/product.ts';
import { createRandom } from '../support/random.ts';
import { startProduct, type RunningProduct } from '../support/running-product.ts';
import { keepServing, listed, type Log, type Serving } from '../support/serving-agents.ts';
import { startSharedStore, type SharedStore } from '../support/shared-store.ts';
import { waitFor } from '../support/wait-for.ts';

const promisedMs = 35_000;
// As long as any lease of the product lasts.
const leaseMs = 30_000;
const password = 'sample battery staple 8';
const customers = Array.from({ length: 24 }, (_, index) => index);
const random = createRandom(20261123);

let folder: string;
let store: SharedStore;
let api: FakeApi;
const products: RunningProduct[] = [];

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'instances-'));
  [store, api] = await Promise.all([startSharedStore(path.join(folder, 'store')), startFakeApi()]);
}, 60_000);
afterAll(async () => {
  for (const { pid } of products) await quietly(() => Promise.resolve(process.kill(pid, 'SIGCONT')));
  await Promise.all(products.map(({ end }) => end('SIGTERM')));
  await Promise.all([store.close(), api.close()]);
  await rm(folder, { recursive: true, force: true });
}, 60_000);

async function start(name: string): Promise<RunningProduct> {
  const product = await startProduct({ dataDir: path.join(folder, name), apiBase: api.base, mongoUri: store.uri });
  products.push(product);
  return product;
}

/** Waits until it is so. */
const until = (isSo: () => Promise<boolean>, mostMs: number) =>
  waitFor(async () => (await isSo()) || undefined, mostMs);

type Lease = { readonly _id: string; readonly holder: string; readonly fence: number };
const tending = () => store.connection.collection<Lease>('leases').findOne({ _id: 'tend-tickets' });

/** Three at once, as a deployment starts them. @returns the one that tends the queue, and the two others */
async function startThree(): Promise<readonly [RunningProduct, RunningProduct, RunningProduct]> {
  const all = await Promise.all(['first', 'second', 'third'].map(start));
  await until(async () => (await tending()) !== null, 30_000);
  const chain = (await tending())?.holder;
  const tends: boolean[] = [];
  for (const { base } of all) {
    // What an instance is asked to do is on the chain that its lease goes by.
    const admin = await signIn({ webhook: () => base, desk: () => base }, { login: 'admin', password: adminPassword });
    await admin?.get('/api/desk/reports/cases.csv?from=2026-11-01&to=2026-11-02');
    const exported = await store.connection.collection('events').countDocuments({ kind: 'report.exported', chain });
    tends.push(exported > 0 && !tends.includes(true));
  }
  const [one, ...others] = [...all].sort((a, b) => Number(tends[all.indexOf(b)]) - Number(tends[all.indexOf(a)]));
  if (!one || !others[0] || !others[1] || !tends.includes(true)) throw new Error('Nobody tends the queue');
  return [one, others[0], others[1]];
}

async function makeStaff(target: Target, logins: readonly string[]): Promise<Caller[]> {
  const admin = await signIn(target, { login: 'admin', password: adminPassword });
  const made: Caller[] = [];
  for (const [n, login] of logins.entries()) {
    const roles = [login === 'lead' ? 'lead' : 'agent'];
    const account = { login, password, name: `坐席${login}`, employeeNumber: String(1001 + n), roles, capacity: 30 };
    await admin?.post('/api/desk/staff', account);
    const caller = await signIn(target, { login, password });
    if (!caller) throw new Error(`${login} can't sign in`);
    made.push(caller);
  }
  return made;
}

/** A matter of a customer who says nothing more. */
async function claimedAlone(target: Target, lead: Caller): Promise<Held> {
  await handOff(target, [customers.length]);
  await until(async () => (await listed(lead, 'state=queued')).length === 1, 20_000);
  const { body } = await lead.post('/api/desk/tickets/next');
  return { number: body.number as string, epoch: body.epoch as number };
}

type Held = { readonly number: string; readonly epoch: number };

/** What an agent had under his hands when his instance was stopped: each call comes with an epoch that will be over. */
function lateCalls(desk: Caller, held: readonly Held[]): Promise<Answer>[] {
  return held.flatMap(({ number, epoch }) => [
    desk.post(`/api/desk/tickets/${number}/reply`, { text: '这句话来晚了', epoch }),
    desk.post(`/api/desk/tickets/${number}/release`, { epoch }),
    desk.post(`/api/desk/tickets/${number}/resolve`, { code: 'solved', epoch }),
  ]);
}

/** Every transition on record, once nothing is left to be put there. */
async function history(): Promise<EventInput[]> {
  const { connection } = store;
  const unrecorded = () => connection.collection('tickets').countDocuments({ dueEventAt: { $gt: new Date(0) } });
  await until(async () => (await unrecorded()) === 0, 60_000);
  const events = await connection.collection('events').find({}).sort({ at: 1 }).toArray();
  return (events as unknown as EventInput[]).filter(
    ({ epoch, ticket }) => epoch !== undefined && ticket?.startsWith('K'),
  );
}

type Stored = { _id: string; epoch: number; state: string; owner?: { id: string; employeeNumber: string } };

/** Whose each ticket is by the store, against what the record says; and each agent's places against his tickets. */
async function disagreements(events: readonly EventInput[]): Promise<string[]> {
  const tickets = await store.connection.collection<Stored>('tickets').find({}).toArray();
  const seats = await store.connection.collection<{ _id: string; used: number }>('seats').find({}).toArray();
  const last = tickets.flatMap(({ _id, epoch }) => {
    const recorded = Math.max(...events.filter(({ ticket }) => ticket === _id).map((event) => event.epoch ?? 0));
    return recorded === epoch ? [] : [`${_id}: epoch ${epoch}, on record ${recorded}`];
  });
  const places = seats.flatMap(({ _id, used }) => {
    const has = tickets.filter(({ state, owner }) => owner?.id === _id && ['assigned', 'serving'].includes(state));
    return has.length === used ? [] : [`${_id}: ${used} places for ${has.length} tickets`];
  });
  return [...last, ...places];
}

describe('three instances over one store, one killed and one stopped for longer than its lease', () => {
  it('leave no ticket with two owners, take over within 35 s, and let the one that wakes change nothing', async () => {
    const [stopped, killed, left] = await startThree();
    const before = await tending();
    const target: Target = { webhook: () => left.base, desk: () => left.base };
    const [lead, ...agents] = await makeStaff(target, ['lead', 'anna', 'bo', 'chen', 'deng', 'fang', 'gao']);
    if (!lead) throw new Error('no lead');
    const asleep = await claimedAlone(target, lead);
    await handOff(target, customers);

    // Two agents at each instance; those of the one that dies go on at the one that is left.
    let isKilled = false;
    let over = false;
    const at = [() => stopped.base, () => (isKilled ? left.base : killed.base), () => left.base];
    const log: Log = { told: [], beaten: 0 };
    const going = () => !over;
    const staff = agents.map(({ cookie }, n): Serving => ({
      employeeNumber: String(1002 + n),
      cookie,
      base: at[n % 3] ?? (() => left.base),
    }));
    const colleagues = staff.map(({ employeeNumber }) => employeeNumber);
    const account = { said: new Map(), replied: new Map() };
    const work = [
      ...staff.map((agent) => keepServing(agent, { log, going, random, colleagues })),
      keepWriting(target, account, { customers, going, random }),
    ];
    await until(() => Promise.resolve(log.told.length > 60 && log.beaten > 0), 60_000);

    // Waking what was put off is the work of the instance that tends the queue: of the one that is stopped now.
    const wakesAt = new Date(Date.now() + 2_000).toISOString();
    await lead.post(`/api/desk/tickets/${asleep.number}/snooze`, { until: wakesAt, epoch: asleep.epoch });
    process.kill(stopped.pid, 'SIGSTOP');
    const from = performance.now();
    await killed.end('SIGKILL');
    isKilled = true;
    await sleep(500);

    // The stopped instance's agents have calls under way; meanwhile the lead gives what they had to himself.
    const victim = staff[0];
    if (!victim) throw new Error('no agent');
    const desk = callerAt(left.base, victim.cookie);
    const held = await listed(desk, 'mine=true');
    const late = lateCalls(callerAt(stopped.base, victim.cookie), held);
    for (const { number, epoch } of held) {
      const { status, body } = await lead.post(`/api/desk/tickets/${number}/transfer`, { to: '1001', epoch });
      expect([number, status]).toEqual([number, 200]);
      log.told.push({ ticket: number, epoch: body.epoch as number, employeeNumber: '1001' });
    }
    const isAwake = async () => (await lead.get(`/api/desk/tickets/${asleep.number}`)).body.state === 'serving';
    await until(isAwake, promisedMs + 15_000);
    const takenOverMs = performance.now() - from;
    await sleep(Math.max(0, leaseMs + 5_000 - takenOverMs));
    const taken = await tending();

    process.kill(stopped.pid, 'SIGCONT');
    const answers = await Promise.all(late);
    const toldBefore = log.told.length;
    await until(() => Promise.resolve(log.told.length > toldBefore + 40), 60_000);
    over = true;
    await Promise.all(work);

    expect(takenOverMs).toBeLessThan(promisedMs);
    expect(held.length).toBeGreaterThan(0);
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([409]));
    expect(await tending()).toMatchObject({ holder: taken?.holder, fence: (before?.fence ?? 0) + 1 });
    const events = await history();
    expect(faultsOf(events, log.told)).toEqual([]);
    // A claim that died between the agent's place and the ticket is put right within two minutes.
    await quietly(() => until(async () => (await disagreements(events)).length === 0, 120_000));
    expect(await disagreements(events)).toEqual([]);
    process.stdout.write(
      `taken over after ${(takenOverMs / 1000).toFixed(1)} s; ${events.length} transitions, ${log.told.length} times told, ` +
        `${log.beaten} times beaten, ${answers.length} late calls refused\n`,
    );
  }, 300_000);
});

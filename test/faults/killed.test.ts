import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  handOff,
  keepReplying,
  keepWriting,
  makeAgent,
  quietly,
  type Account,
  type Target,
} from '../support/campaign.ts';
import { callerAt, type Caller } from '../support/desk.ts';
import { startFresh, type FreshProduct } from '../support/fresh-product.ts';
import { createRandom } from '../support/random.ts';

/** KILLS=50 LANES=32 for the long run; docs/performance.md has its figures. */
const kills = Number(process.env.KILLS ?? 5);
const lanes = Number(process.env.LANES ?? 16);
const customers = Array.from({ length: Number(process.env.CUSTOMERS ?? 40) }, (_, index) => index);
const random = createRandom(20261122);

let fresh: FreshProduct;
let agent: Caller;

beforeAll(async () => {
  fresh = await startFresh('killed');
}, 60_000);
afterAll(() => fresh.close(), 60_000);

type Line = { from: string; text: string; delivery?: { state: string } };

/** A random amount of work, counted by what was acknowledged: the same on a slow machine. */
async function someWork({ said, replied }: Account): Promise<void> {
  const done = () => [...said.values(), ...replied.values()].filter(({ acknowledged }) => acknowledged).length;
  const answered = () => [...replied.values()].filter(({ acknowledged }) => acknowledged).length;
  const enough = done() + 20 + random.below(100);
  const reply = answered() + 1 + random.below(4);
  const until = performance.now() + 8000;
  while ((done() < enough || answered() < reply) && performance.now() < until) await sleep(5);
}

type Ends = { readonly times: number; readonly end: () => Promise<unknown> };

/** Ends the product at random moments of the work, and starts it again over what is left. */
async function run(target: Target, { cookie }: Caller, { times, end }: Ends): Promise<Account> {
  const account: Account = { said: new Map(), replied: new Map() };
  let over = false;
  const going = () => !over;
  const work = [
    ...Array.from({ length: lanes }, () => keepWriting(target, account, { customers, going, random })),
    keepReplying(target, account, { cookie, going }),
  ];
  for (let kill = 0; kill < times; kill++) {
    await someWork(account);
    await end();
    await fresh.startAgain();
  }
  over = true;
  await Promise.all(work);
  return account;
}

/** What agents see of each ticket, once all that was under way has come to rest. */
async function transcripts(target: Target, cookie: string): Promise<Map<string, Line[]>> {
  const agent = callerAt(target.desk(), cookie);
  const list = await agent.get('/api/desk/tickets?mine=true&limit=200');
  const found = new Map<string, Line[]>();
  for (const { number } of list.body.tickets as { number: string }[]) {
    const thread = await agent.get(`/api/desk/tickets/${number}`);
    found.set(number, thread.body.transcript as Line[]);
  }
  return found;
}

/** What a killed process left is taken up when it is five seconds old, by a sweep that comes every five. */
const sweptMs = 12_000;

async function atRest(read: () => Promise<Map<string, Line[]>>): Promise<Map<string, Line[]>> {
  await sleep(sweptMs);
  let before = '';
  for (let look = 0; look < 30; look++) {
    const now = await read();
    const moving = [...now.values()]
      .flat()
      .some(({ delivery }) => ['queued', 'sending'].includes(delivery?.state ?? ''));
    const shape = JSON.stringify([...now]);
    if (!moving && shape === before) return now;
    before = shape;
    await sleep(1500);
  }
  throw new Error('The product never came to rest');
}

function counted(texts: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const [mark] of texts.flatMap((text) => [...text.matchAll(/y[mr]y[a-z]+y/g)]))
    counts.set(mark, (counts.get(mark) ?? 0) + 1);
  return counts;
}

describe('the whole product, ended under load and started again', () => {
  const target: Target = { webhook: () => fresh.product().base, desk: () => fresh.product().base };

  it(
    'killed with signal 9, loses no acknowledged message, shows none twice, sends no agent’s words twice',
    async () => {
      agent = await makeAgent(target);
      await handOff(target, customers);
      const queued = await agent.get('/api/desk/tickets?state=queued&limit=200');
      for (const { number } of queued.body.tickets as { number: string }[])
        await agent.post(`/api/desk/tickets/${number}/claim`);

      const { said, replied } = await run(target, agent, { times: kills, end: () => fresh.product().end('SIGKILL') });

      const shown = await atRest(() => transcripts(target, agent.cookie));
      const lines = [...shown.values()].flat();
      const seen = counted(lines.map(({ text }) => text));
      const sent = counted(fresh.api.callsOf('/cgi-bin/message/custom/send').map(({ body }) => body.toString()));
      const acknowledged = [...said].filter(([, entry]) => entry.acknowledged).map(([mark]) => mark);
      const accepted = [...replied].filter(([, entry]) => entry.acknowledged).map(([mark]) => mark);

      expect(shown.size).toBe(customers.length);
      expect(acknowledged.length).toBeGreaterThan(kills * 20);
      expect(accepted.length).toBeGreaterThanOrEqual(kills);
      expect(acknowledged.filter((mark) => !seen.has(mark))).toEqual([]);
      expect(accepted.filter((mark) => !seen.has(mark))).toEqual([]);
      expect([...seen].filter(([, times]) => times > 1)).toEqual([]);
      expect([...sent].filter(([, times]) => times > 1)).toEqual([]);
      process.stdout.write(
        `${kills} kills: ${acknowledged.length} messages and ${accepted.length} replies acknowledged, ${sent.size} sent\n`,
      );
    },
    60_000 + kills * 10_000,
  );

  it('stops within 10 seconds when told to, and leaves nothing lost, sent twice or in doubt', async () => {
    const stops: { code: number | string; ms: number }[] = [];
    const end = async () => {
      const from = performance.now();
      const code = await fresh.product().end('SIGTERM');
      stops.push({ code, ms: performance.now() - from });
    };
    const { said, replied } = await run(target, agent, { times: 3, end });

    const lines = [...(await atRest(() => transcripts(target, agent.cookie))).values()].flat();
    const seen = counted(lines.map(({ text }) => text));
    const acknowledged = [...said, ...replied].filter(([, entry]) => entry.acknowledged).map(([mark]) => mark);
    const mine = lines.filter(({ text }) => [...counted([text]).keys()].some((mark) => replied.has(mark)));

    expect(stops.map(({ code }) => code)).toEqual([0, 0, 0]);
    expect(stops.filter(({ ms }) => ms > 10_000)).toEqual([]);
    expect(acknowledged.filter((mark) => seen.get(mark) !== 1)).toEqual([]);
    expect(mine.filter(({ delivery }) => delivery?.state === 'unknown')).toEqual([]);
  }, 120_000);

  it('is told of by this test: a door that acknowledges before it has stored does lose messages', async () => {
    const door: Server = createServer((incoming, response) => {
      response.end('success');
      const chunks: Buffer[] = [];
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
      incoming.on('end', () => {
        void quietly(() =>
          fetch(`${fresh.product().base}${incoming.url ?? ''}`, { method: 'POST', body: Buffer.concat(chunks) }),
        );
      });
    });
    await new Promise<void>((resolve) => door.listen(0, '127.0.0.1', resolve));
    const webhook = `http://127.0.0.1:${(door.address() as AddressInfo).port}`;

    const { said } = await run({ ...target, webhook: () => webhook }, agent, {
      times: 1,
      end: () => fresh.product().end('SIGKILL'),
    });

    door.closeAllConnections();
    door.close();
    const shown = await atRest(() => transcripts(target, agent.cookie));
    const seen = counted([...shown.values()].flat().map(({ text }) => text));
    const lost = [...said].filter(([mark, entry]) => entry.acknowledged && !seen.has(mark));
    expect(lost.length).toBeGreaterThan(0);
  }, 120_000);
});

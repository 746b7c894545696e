import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { connectStore, type Store } from '../src/store/connect.ts';
import { ensureIndexes } from '../src/store/schema.ts';
import { fillQueue } from '../test/support/queue-filler.ts';
import { createQueueWorld, type QueueWorld } from '../test/support/queue-world.ts';

/**
 * Claims a second and the time of a place in the queue, at growing numbers of waiting tickets: embedded, and where
 * MONGODB_URI is given on that server too. Each claim is the whole of it: the agent's place, the ticket, the event's
 * note, the deadlines. Beside each queue stands one of 1,000 that is claimed from in turns with it, so that whatever else
 * the machine does falls on both.
 *
 *     node --import tsx bench/queue.ts [largest, embedded] [largest, MONGODB_URI]
 */
const sizes = [1_000, 10_000, 100_000, 1_000_000];
const [largest = 100_000, largestOnServer = 100_000] = process.argv.slice(2).map(Number);
const callers = 20;
const claimsTimed = 400;
const rounds = 5;
/** After so many documents at once a server still writes for a while. */
const restMs = 20_000;
const skills = ['topic-0', 'topic-1', 'topic-3'];

type Times = Record<'claim' | 'skilled' | 'place', number>;
type Queue = { readonly round: () => Promise<Times>; readonly drop: () => Promise<void> };
type Row = { readonly size: number; readonly long: Times; readonly short: Times };

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;

async function timed(work: () => Promise<unknown>): Promise<number> {
  const from = performance.now();
  await work();
  return performance.now() - from;
}

let agents = 0;

/** Milliseconds a claim, twenty agents at once. */
async function claims(world: QueueWorld, of: readonly string[]): Promise<number> {
  const all = Array.from({ length: callers }, () =>
    world.agent(String(++agents), { capacity: claimsTimed, skills: of }),
  );
  const claimAll = all.map(async (by) => {
    for (let n = 0; n < claimsTimed / callers; n++) await world.claim.claimNext(by);
  });
  return (await timed(() => Promise.all(claimAll))) / claimsTimed;
}

async function places(world: QueueWorld): Promise<number> {
  const last = { priority: 'low', tier: 1, queuedAt: new Date(8.64e15) } as const;
  const times: number[] = [];
  for (let n = 0; n < 100; n++) times.push(await timed(() => world.tickets.ahead(last)));
  return median(times);
}

const round = async (world: QueueWorld): Promise<Times> => ({
  claim: await claims(world, []),
  skilled: await claims(world, skills),
  place: await places(world),
});

function medians(all: readonly Times[]): Times {
  const of = (name: keyof Times): number => median(all.map((one) => one[name]));
  return { claim: of('claim'), skilled: of('skilled'), place: of('place') };
}

/** A queue that is never shorter than it says: what a round claims is filled in before it. */
async function queueOf(store: Store, size: number): Promise<Queue> {
  const connection = store.connection.useDb(`${store.connection.name}-${size}-${++agents}`);
  const world = createQueueWorld(connection);
  await ensureIndexes(connection);
  let filled = 0;
  async function nextRound(): Promise<Times> {
    const wanted = (filled || size) + 2 * claimsTimed;
    await fillQueue(connection, filled, wanted);
    if (filled === 0 && size > 100_000) await wait(restMs);
    filled = wanted;
    return round(world);
  }
  return { round: nextRound, drop: () => connection.dropDatabase() };
}

async function measure(store: Store, most: number): Promise<Row[]> {
  const rows: Row[] = [];
  for (const size of sizes.filter((one) => one <= most)) {
    const [short, long] = [await queueOf(store, sizes[0] ?? 0), await queueOf(store, size)];
    const times: { short: Times; long: Times }[] = [];
    for (let n = 0; n <= rounds; n++) times.push({ long: await long.round(), short: await short.round() });
    for (const queue of [long, short]) await queue.drop();
    const warm = times.slice(1);
    rows.push({ size, long: medians(warm.map((one) => one.long)), short: medians(warm.map((one) => one.short)) });
  }
  return rows;
}

function print(kind: string, rows: readonly Row[]): void {
  const lines = rows.map(({ size, long, short }) => {
    const rate = (ms: number) => (1000 / ms).toFixed(0);
    const ratio = (of: keyof Times) => (long[of] / short[of]).toFixed(2);
    return [
      ...[size, rate(long.claim), ratio('claim'), rate(long.skilled), ratio('skilled')],
      ...[`${long.place.toFixed(2)} ms`, ratio('place')],
    ];
  });
  const head = ['waiting', 'claims/s', '× 1,000', 'with three skills', '× 1,000', 'place, median', '× 1,000'];
  const table = [head, head.map(() => '---'), ...lines].map((cells) => `| ${cells.join(' | ')} |`);
  process.stdout.write(`\n${kind}\n${table.join('\n')}\n`);
}

async function main(): Promise<void> {
  const dataDir = await mkdtemp(join(tmpdir(), 'queue-bench-'));
  const onDeath = (error: Error): never => {
    throw error;
  };
  const embedded = await connectStore({ dataDir, onDeath });
  print('embedded', await measure(embedded, largest));
  await embedded.close();
  await rm(dataDir, { recursive: true });
  const uri = process.env.MONGODB_URI;
  if (uri === undefined) return;
  const server = await connectStore({ uri, dataDir, dbName: `bench-queue-${process.pid}`, onDeath });
  print('MONGODB_URI', await measure(server, largestOnServer));
  await server.close();
}

await main();

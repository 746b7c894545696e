import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectStore, type Store } from '../src/store/connect.ts';
import { ensureIndexes } from '../src/store/schema.ts';
import { fillQueue } from '../test/support/queue-filler.ts';
import { createQueueWorld, type QueueWorld } from '../test/support/queue-world.ts';

/**
 * Claims a second and the time of a place in the queue, at growing numbers of waiting tickets: embedded, and where
 * MONGODB_URI is given on that server too. Each claim is the whole of it: the agent's place, the ticket, the event's
 * note, the deadlines.
 *
 *     node --import tsx bench/queue.ts [largest, embedded] [largest, MONGODB_URI]
 */
const sizes = [1_000, 10_000, 100_000, 1_000_000];
const [largest = 100_000, largestOnServer = 100_000] = process.argv.slice(2).map(Number);
const callers = 20;
const claimsTimed = 400;
const rounds = 3;

type Row = { readonly size: number; readonly claimMs: number; readonly skilledMs: number; readonly placeMs: number };

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;

async function timed(work: () => Promise<unknown>): Promise<number> {
  const from = performance.now();
  await work();
  return performance.now() - from;
}

/** Milliseconds a claim, twenty agents at once; what was claimed is put back with as many others of its kind. */
async function claims(world: QueueWorld, skills: readonly string[]): Promise<number> {
  const agents = Array.from({ length: callers }, (_, n) =>
    world.agent(`${skills.length}-${n}-${world.clock().getTime()}`, { capacity: claimsTimed, skills }),
  );
  const each = claimsTimed / callers;
  const ms = await timed(() =>
    Promise.all(
      agents.map(async (by) => {
        for (let n = 0; n < each; n++) await world.claim.claimNext(by);
      }),
    ),
  );
  return ms / claimsTimed;
}

async function places(world: QueueWorld): Promise<number> {
  const last = { priority: 'low', tier: 1, queuedAt: new Date(8.64e15) } as const;
  const all: number[] = [];
  for (let n = 0; n < 200; n++) all.push(await timed(() => world.tickets.ahead(last)));
  return median(all);
}

async function measure(store: Store, most: number): Promise<Row[]> {
  const world = createQueueWorld(store.connection);
  await ensureIndexes(store.connection);
  const rows: Row[] = [];
  let filled = 0;
  for (const size of sizes.filter((one) => one <= most)) {
    // What is claimed is made up for: the queue is as long as it says.
    await fillQueue(store.connection, filled, size + (rounds + 1) * 2 * claimsTimed * (sizes.indexOf(size) + 1));
    filled = size + (rounds + 1) * 2 * claimsTimed * (sizes.indexOf(size) + 1);
    const runs: { plain: number; skilled: number }[] = [];
    for (let n = 0; n <= rounds; n++) {
      world.pass(1);
      runs.push({ plain: await claims(world, []), skilled: await claims(world, ['topic-0', 'topic-1', 'topic-3']) });
    }
    const warm = runs.slice(1);
    rows.push({
      size,
      claimMs: median(warm.map(({ plain }) => plain)),
      skilledMs: median(warm.map(({ skilled }) => skilled)),
      placeMs: await places(world),
    });
  }
  return rows;
}

function print(kind: string, rows: readonly Row[]): void {
  process.stdout.write(
    `\n${kind}\n| waiting | claims/s | with three skills | place, median |\n| --- | --- | --- | --- |\n`,
  );
  for (const { size, claimMs, skilledMs, placeMs } of rows) {
    const rate = (ms: number) => (1000 / ms).toFixed(0);
    process.stdout.write(`| ${size} | ${rate(claimMs)} | ${rate(skilledMs)} | ${placeMs.toFixed(2)} ms |\n`);
  }
  const [first, last] = [rows[0], rows.at(-1)];
  if (!first || !last) return;
  const ratio = (of: 'claimMs' | 'skilledMs') => (last[of] / first[of]).toFixed(2);
  process.stdout.write(
    `a claim costs ${ratio('claimMs')} of what it does with 1,000, with skills ${ratio('skilledMs')}\n`,
  );
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
  await server.connection.dropDatabase();
  await server.close();
}

await main();

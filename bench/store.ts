import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type * as Connect from '../src/store/connect.ts';
import type * as Schema from '../src/store/schema.ts';

/**
 * Times the store through mongoose's models, as it is built (`npm run build` first): embedded and, where MONGODB_URI is
 * given, on that server beside it, in the same run.
 *
 *     node --import tsx bench/store.ts [documents]
 */
const built = new URL('../dist/store/', import.meta.url);
const { connectStore } = (await import(new URL('connect.js', built).href)) as typeof Connect;
const { modelOf, ensureIndexes, trusted } = (await import(new URL('schema.js', built).href)) as typeof Schema;

type Ticket = {
  _id: string;
  number: string;
  state: string;
  priority: number;
  queuedAt: Date;
  epoch: number;
  topic: string;
  text: string;
};

const total = Number(process.argv[2] ?? 100_000);
const spec = {
  name: 'tickets',
  retention: 'conversation',
  fields: {
    number: String,
    state: String,
    priority: Number,
    queuedAt: Date,
    epoch: Number,
    topic: String,
    text: String,
  },
  indexes: [
    { key: { number: 1 }, unique: true },
    { key: { state: 1, priority: -1, queuedAt: 1 } },
    { key: { topic: 1, queuedAt: 1 } },
  ],
} as const;

function ticket(i: number): Ticket {
  return {
    _id: `t${i}`,
    number: `K${i}`,
    state: 'queued',
    priority: i % 4,
    queuedAt: new Date(1_700_000_000_000 + i * 1000),
    epoch: 0,
    topic: `topic-${i % 50}`,
    text: '转账还没有到账，请帮我看一下。'.repeat(10),
  };
}

type Figures = Record<string, number>;

async function time(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

function percentile(values: readonly number[], part: number): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length * part)] ?? 0;
}

/** @param aRound claims: a server that refuses one of two that meet takes minutes for a thousand */
async function measure(store: Connect.Store, aRound: number): Promise<Figures> {
  const figures: Figures = {};
  const model = modelOf<Ticket>(store.connection, spec);
  await ensureIndexes(store.connection);
  const tickets = model.collection;

  /** The median of three rounds, after one in which the code gets warm and the connections are opened. */
  async function claims(label: string): Promise<void> {
    const rates: number[] = [];
    for (let round = 0; round < 4; round++) {
      let done = 0;
      const callers = Array.from({ length: 50 }, async () => {
        for (; done < aRound; done++) await claim();
      });
      rates.push((aRound / (await time(() => Promise.all(callers)))) * 1000);
      await model.updateMany({ state: 'claimed' }, { $set: { state: 'queued' } });
    }
    figures[label] = percentile(rates.slice(1), 0.5);
  }

  /** Claimers that meet may lose the race more often than a model tries again, on a server that refuses one of two. */
  async function claim(): Promise<void> {
    for (let attempt = 1; attempt <= 200; attempt++) {
      try {
        await model
          .findOneAndUpdate(
            { state: 'queued' },
            { $set: { state: 'claimed' }, $inc: { epoch: 1 } },
            { sort: { priority: -1, queuedAt: 1 } },
          )
          .lean();
        return;
      } catch (error) {
        if (attempt === 200) throw error;
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
    }
  }

  await tickets.insertMany(Array.from({ length: 1000 }, (_, i) => ticket(i)) as never[]);
  await claims(`claims/s, 50 callers, 1,000 queued`);
  const insertMs = await time(async () => {
    for (let i = 1000; i < total; i += 1000) {
      await tickets.insertMany(Array.from({ length: 1000 }, (_, n) => ticket(i + n)) as never[]);
    }
  });
  figures['insertMany by 1,000, documents/s'] = ((total - 1000) / insertMs) * 1000;
  await claims(`claims/s, 50 callers, ${total.toLocaleString('en')} queued`);

  const finds: number[] = [];
  for (let i = 0; i < 6000; i++)
    finds.push(await time(() => model.findOne({ number: `K${(i * 7919) % total}` }).lean()));
  const warm = finds.slice(2000);
  figures['findOne by unique key, p50 ms'] = percentile(warm, 0.5);
  figures['findOne by unique key, p95 ms'] = percentile(warm, 0.95);
  figures['… the first 2,000, p50 ms'] = percentile(finds.slice(0, 2000), 0.5);

  const pages: number[] = [];
  for (let i = 0; i < 300; i++)
    pages.push(
      await time(() =>
        model
          .find({ topic: `topic-${i % 50}` })
          .sort({ queuedAt: -1 })
          .limit(20)
          .lean(),
      ),
    );
  figures['page of 20 sorted by index, p50 ms'] = percentile(pages, 0.5);

  const bulks: number[] = [];
  for (let round = 0; round < 80; round++) {
    const operations = Array.from({ length: 256 }, (_, n) => ({
      updateOne: {
        filter: { _id: `u${round}-${n}` },
        update: { $set: { epoch: 1, number: `U${round}-${n}`, topic: 'x', text: 'y'.repeat(200) } },
        upsert: true,
      },
    }));
    bulks.push(await time(() => model.bulkWrite(operations)));
  }
  const rate = (some: readonly number[]): number => (some.length * 256_000) / some.reduce((sum, ms) => sum + ms, 0);
  figures['bulkWrite of 256 upserts, documents/s'] = rate(bulks.slice(20));
  figures['… the first 20, documents/s'] = rate(bulks.slice(0, 20));

  // How late a timer of this thread is while the store looks at every document.
  let latest = 0;
  let last = performance.now();
  const timer = setInterval(() => {
    latest = Math.max(latest, performance.now() - last - 5);
    last = performance.now();
  }, 5);
  figures['scan of all by an unindexed pattern, ms'] = await time(() =>
    model.countDocuments({ text: trusted({ $regex: /nothing/ }) }),
  );
  clearInterval(timer);
  figures['… this thread held up meanwhile, ms'] = latest;
  return figures;
}

async function main(): Promise<void> {
  const dataDir = await mkdtemp(join(tmpdir(), 'store-bench-'));
  const onDeath = (error: Error): never => {
    throw error;
  };
  const columns: Figures[] = [];
  const embedded = await connectStore({ dataDir, onDeath });
  columns.push(await measure(embedded, 1000));
  await embedded.close();
  const reopened = performance.now();
  const again = await connectStore({ dataDir, onDeath });
  await again.connection.collection('tickets').findOne({ _id: 't1' as never });
  columns[0] = { ...columns[0], 'restart to the first find, ms': performance.now() - reopened };
  await again.close();
  await rm(dataDir, { recursive: true });
  if (process.env.MONGODB_URI) {
    const server = await connectStore({
      uri: process.env.MONGODB_URI,
      dataDir,
      dbName: `bench-${process.pid}`,
      onDeath,
    });
    columns.push(await measure(server, 100));
    await server.connection.dropDatabase();
    await server.close();
  }
  const [own = {}, other] = columns;
  for (const [name, value] of Object.entries(own)) {
    const beside = other?.[name];
    const ratio = beside === undefined ? '' : ` | ${beside.toFixed(2)} | ${(value / beside).toFixed(2)}`;
    process.stdout.write(`| ${name} | ${value.toFixed(2)}${ratio} |\n`);
  }
}

await main();

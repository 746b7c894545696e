import { connectStore } from '../../src/store/connect.ts';
import { withRetry } from '../../src/store/retry.ts';

/**
 * A process that writes until it is killed: each line it prints is a write that was acknowledged. Sixteen writers insert
 * entries, count them in a document of their own, and take every tenth away again.
 */
const [dataDir = '', dbName = '', round = '0', uri] = process.argv.slice(2);
const store = await connectStore({ dataDir, dbName, uri, onDeath: () => process.exit(1) });
const entries = store.connection.collection<{ _id: string; writer: number; n: number }>('entries');
const counters = store.connection.collection<{ _id: string; n: number }>('counters');
await entries.createIndexes([{ key: { writer: 1, n: 1 } }]);

async function write(writer: number): Promise<never> {
  for (let n = 1; ; n++) {
    const _id = `${round}-${writer}-${n}`;
    await withRetry(() => entries.insertOne({ _id, writer, n }));
    process.stdout.write(`+${_id}\n`);
    await withRetry(() => counters.findOneAndUpdate({ _id: `${round}-${writer}` }, { $max: { n } }, { upsert: true }));
    process.stdout.write(`=${round}-${writer} ${n}\n`);
    if (n % 10 !== 0) continue;
    await withRetry(() => entries.deleteOne({ _id }));
    process.stdout.write(`-${_id}\n`);
  }
}

await Promise.all(Array.from({ length: 16 }, (_, writer) => write(writer)));

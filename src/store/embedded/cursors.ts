import { BSON } from 'mongodb';
import { encode } from '../documents/codec.ts';
import { CommandError } from '../documents/errors.ts';
import type { Doc } from '../documents/values.ts';

/** What a cursor hands out: a document, or its bytes as stored. */
export type Item = Buffer | Doc;
type Cursor = {
  readonly namespace: string;
  readonly items: Iterator<Item>;
  readonly batchSize: number;
  lastUsed: number;
};

const idleMs = 10 * 60_000;
const mostCursors = 1000;
const largestBatch = 16 * 1024 * 1024;
const defaultFirstBatch = 101;

/** A reply with a batch of documents; `items` are encoded into it without being decoded first. */
export type Batch = {
  readonly name: 'firstBatch' | 'nextBatch';
  readonly items: readonly Buffer[];
  readonly id: bigint;
  readonly namespace: string;
};

export type Cursors = ReturnType<typeof createCursors>;

/** Open cursors, at most 1,000: an idle one is closed after ten minutes, the longest unused one when there are too many. */
export function createCursors(now: () => number) {
  const open = new Map<bigint, Cursor>();
  let lastId = 0n;

  function start(
    namespace: string,
    items: Iterable<Item>,
    { batchSize, single }: { batchSize?: number | undefined; single?: boolean },
  ): Batch {
    const cursor: Cursor = { namespace, items: items[Symbol.iterator](), batchSize: batchSize ?? 0, lastUsed: now() };
    const { batch, done } = take(cursor, batchSize ?? defaultFirstBatch);
    if (done || single === true) return { name: 'firstBatch', items: batch, id: 0n, namespace };
    evict();
    lastId += 1n + BigInt(Math.floor(Math.random() * 1000));
    open.set(lastId, cursor);
    return { name: 'firstBatch', items: batch, id: lastId, namespace };
  }

  function more(id: bigint, namespace: string, batchSize: number | undefined): Batch {
    const cursor = open.get(id);
    if (!cursor) throw new CommandError(43, `cursor id ${id} not found`);
    if (cursor.namespace !== namespace) {
      throw new CommandError(
        13,
        `Requested getMore on namespace '${namespace}', but cursor belongs to a different namespace ${cursor.namespace}`,
      );
    }
    cursor.lastUsed = now();
    const { batch, done } = take(cursor, batchSize ?? (cursor.batchSize || Infinity));
    if (done) open.delete(id);
    return { name: 'nextBatch', items: batch, id: done ? 0n : id, namespace };
  }

  function evict(): void {
    for (const [id, { lastUsed }] of open) if (lastUsed < now() - idleMs) open.delete(id);
    if (open.size < mostCursors) return;
    const oldest = [...open].sort(([, a], [, b]) => a.lastUsed - b.lastUsed)[0];
    if (oldest) open.delete(oldest[0]);
  }

  return { start, more, close: (id: bigint): boolean => open.delete(id), closeAll: (): void => open.clear() };
}

function take({ items }: Cursor, size: number): { batch: Buffer[]; done: boolean } {
  const batch: Buffer[] = [];
  let bytes = 0;
  while (batch.length < size && bytes < largestBatch) {
    const next = items.next();
    if (next.done === true) return { batch, done: true };
    const item = Buffer.isBuffer(next.value) ? next.value : encode(next.value);
    batch.push(item);
    bytes += item.length;
  }
  return { batch, done: false };
}

/** `{cursor: {<name>: [items], id, ns}, ok: 1}` as BSON. */
export function encodeBatch({ name, items, id, namespace }: Batch): Buffer {
  const elements = items.flatMap((item, i) => [Buffer.from(`\x03${i}\0`, 'latin1'), item]);
  const rest = encode({ id: BSON.Long.fromBigInt(id), ns: namespace }).subarray(4, -1);
  const cursor = wrap([Buffer.from(`\x04${name}\0`, 'latin1'), wrap(elements), rest]);
  return wrap([Buffer.from('\x03cursor\0', 'latin1'), cursor, encode({ ok: new BSON.Double(1) }).subarray(4, -1)]);
}

function wrap(parts: readonly Buffer[]): Buffer {
  const size = parts.reduce((sum, part) => sum + part.length, 5);
  const head = Buffer.alloc(4);
  head.writeInt32LE(size);
  return Buffer.concat([head, ...parts, Buffer.of(0)], size);
}

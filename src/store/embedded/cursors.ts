import { BSON } from 'bson';
import { encode, Raw } from '../documents/encode.ts';
import { CommandError } from '../documents/errors.ts';
import type { Doc } from '../documents/values.ts';

/** What a cursor hands out: a document, or its bytes as stored. */
export type Item = Buffer | Doc;
type Cursor = {
  readonly namespace: string;
  readonly items: Iterator<Item>;
  readonly batchSize: number;
  /** How many it may still hand out. */
  left: number;
  lastUsed: number;
};

const idleMs = 10 * 60_000;
const mostCursors = 1000;
const largestBatch = 16 * 1024 * 1024;
const defaultFirstBatch = 101;

/** What a command answers that opens a cursor, or goes on with one. */
export type Batch = { readonly cursor: Doc };

function batchOf(
  name: 'firstBatch' | 'nextBatch',
  items: readonly Raw[],
  { id, namespace }: { id: bigint; namespace: string },
): Batch {
  return { cursor: { [name]: items, id: BSON.Long.fromBigInt(id), ns: namespace } };
}

export type Cursors = ReturnType<typeof createCursors>;

/** Open cursors, at most 1,000: an idle one is closed after ten minutes, the longest unused one when there are too many. */
export function createCursors(now: () => number) {
  const open = new Map<bigint, Cursor>();
  let lastId = 0n;

  function start(
    namespace: string,
    items: Iterable<Item>,
    { batchSize, single, limit = 0 }: { batchSize?: number | undefined; single?: boolean; limit?: number },
  ): Batch {
    const iterator = items[Symbol.iterator]();
    const left = limit > 0 ? limit : Infinity;
    const cursor: Cursor = { namespace, items: iterator, batchSize: batchSize ?? 0, left, lastUsed: now() };
    const { batch, done } = take(cursor, batchSize ?? defaultFirstBatch);
    if (done || single === true) return batchOf('firstBatch', batch, { id: 0n, namespace });
    evict();
    lastId += 1n + BigInt(Math.floor(Math.random() * 1000));
    open.set(lastId, cursor);
    return batchOf('firstBatch', batch, { id: lastId, namespace });
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
    return batchOf('nextBatch', batch, { id: done ? 0n : id, namespace });
  }

  function evict(): void {
    for (const [id, { lastUsed }] of open) if (lastUsed < now() - idleMs) open.delete(id);
    if (open.size < mostCursors) return;
    const oldest = [...open].sort(([, a], [, b]) => a.lastUsed - b.lastUsed)[0];
    if (oldest) open.delete(oldest[0]);
  }

  return { start, more, close: (id: bigint): boolean => open.delete(id), closeAll: (): void => open.clear() };
}

function take(cursor: Cursor, size: number): { batch: Raw[]; done: boolean } {
  const batch: Raw[] = [];
  let bytes = 0;
  while (batch.length < size && bytes < largestBatch && cursor.left > 0) {
    const next = cursor.items.next();
    if (next.done === true) return { batch, done: true };
    const item = Buffer.isBuffer(next.value) ? next.value : encode(next.value);
    batch.push(new Raw(item));
    cursor.left -= 1;
    bytes += item.length;
  }
  return { batch, done: cursor.left === 0 };
}

import type { Collection } from './catalog.ts';
import type { Engine } from './engine.ts';
import type { Index } from '../indexes/index-entries.ts';
import { select } from './scan.ts';

const mostAtOnce = 1000;

/**
 * Removes what the TTL indexes say has had its time, at most 1,000 documents of an index in one write.
 *
 * @returns how many documents went
 */
export async function removeExpired(engine: Engine, now: Date): Promise<number> {
  let removed = 0;
  for (const collection of engine.catalog.all()) {
    for (const index of collection.indexes) {
      if (index.expireAfterSeconds !== undefined) removed += await removeOf(engine, collection, { index, now });
    }
  }
  return removed;
}

async function removeOf(
  engine: Engine,
  collection: Collection,
  { index, now }: { index: Index; now: Date },
): Promise<number> {
  const path = index.fields[0]?.path ?? '';
  const before = new Date(now.getTime() - (index.expireAfterSeconds ?? 0) * 1000);
  const due = { [path]: { $lte: before } };
  const filter = index.partial ? { $and: [index.partial.filter, due] } : due;
  for (let removed = 0; ;) {
    const gone = await engine.write(() => {
      const current = engine.catalog.find(collection.namespace);
      if (!current?.indexes.includes(index)) return 0;
      const found = [...select(engine.kv, current, { filter, hint: index.name, limit: mostAtOnce })];
      for (const one of found) engine.table.remove(current, one);
      return found.length;
    });
    removed += gone;
    if (gone < mostAtOnce) return removed;
  }
}

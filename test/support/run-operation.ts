import { BSON, type Collection, MongoBulkWriteError, MongoServerError } from 'mongodb';
import type { Operation } from './random-operations.ts';

type Items = Collection<{ _id: string }>;

/** What an operation answered, as text that can be compared: results with fields by name, or the code of the error. */
export async function outcomeOf(items: Items, operation: Operation): Promise<string> {
  try {
    return textOf(await run(items, operation));
  } catch (error) {
    if (!(error instanceof MongoServerError)) throw error;
    const inserted = error instanceof MongoBulkWriteError ? error.insertedCount : undefined;
    return BSON.EJSON.stringify({ error: error.code, inserted });
  }
}

async function run(items: Items, operation: Operation): Promise<unknown> {
  switch (operation.kind) {
    case 'insert': {
      const { insertedCount } = await items.insertMany(
        BSON.EJSON.parse(BSON.EJSON.stringify(operation.docs)) as { _id: string }[],
        { ordered: operation.ordered },
      );
      return insertedCount;
    }
    case 'update': {
      const { filter, update, options } = operation;
      const result = await (operation.many
        ? items.updateMany(filter, update, options)
        : items.updateOne(filter, update, options));
      return [result.matchedCount, result.modifiedCount, result.upsertedCount];
    }
    case 'replace': {
      const { _id: _, ...rest } = operation.doc;
      const result = await items.replaceOne(operation.filter, rest, { upsert: operation.upsert });
      return [result.matchedCount, result.modifiedCount, result.upsertedCount];
    }
    case 'delete':
      return (await (operation.many ? items.deleteMany(operation.filter) : items.deleteOne(operation.filter)))
        .deletedCount;
    case 'claim': {
      const { filter, update, sort, after } = operation;
      return items.findOneAndUpdate(filter, update, {
        sort: sort,
        returnDocument: after ? 'after' : 'before',
      });
    }
    case 'find': {
      const found = await items.find(operation.filter, operation.options).toArray();
      return operation.options.sort ? found : unordered(found);
    }
    case 'count':
      return items.countDocuments(operation.filter);
    case 'distinct':
      return unordered(await items.distinct(operation.field as '_id', operation.filter));
    case 'aggregate': {
      const found = await items.aggregate(operation.pipeline).toArray();
      return operation.pipeline.some((stage) => stage.$sort !== undefined) ? found : unordered(found);
    }
  }
}

/** Documents that were asked for in no order, in one that tells nothing but what they hold. */
function unordered(found: readonly unknown[]): unknown[] {
  const named = found.map((one) => ({ one, name: byFieldNames(textOf(one)) }));
  return named.sort((a, b) => (a.name < b.name ? -1 : Number(a.name > b.name))).map(({ one }) => one);
}

function textOf(value: unknown): string {
  return BSON.EJSON.stringify(value ?? null);
}

/** An outcome with the fields of each document in the order of their names. */
export function byFieldNames(outcome: string): string {
  return JSON.stringify(ordered(JSON.parse(outcome)));
}

function ordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(ordered);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .map(([field, inner]): [string, unknown] => [field, ordered(inner)])
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}

import { mongo, type Connection } from 'mongoose';
import { collectionOf } from './collection.ts';
import { directOf, type Direct } from './direct.ts';
import { decodePromoted } from './documents/decode.ts';
import type { CollectionSpec } from './schema.ts';

/** A document in the place of the one that the filter finds; where `upsert` says so, beside the others if it finds none. */
export type Replacement = { readonly filter: object; readonly replacement: object; readonly upsert: boolean };

export type Replaced = {
  /** how many have their document in the store now */
  readonly done: number;
  /** what others met, by position: 11000 where another document has the key */
  readonly faults: ReadonlyMap<number, mongo.WriteError | mongo.MongoServerError>;
};

/** The reads and writes of many documents at once that pushes wait for, or bring by the thousand. */
export type Many<T> = {
  /** @param ids each once */
  readonly find: (ids: readonly string[]) => Promise<T[]>;
  /** Each by itself: one that fails stops no other. What is undefined in a document is not written. */
  readonly replace: (replacements: readonly Replacement[]) => Promise<Replaced>;
  /**
   * Adds documents under keys of their own; one that is there already stays as it is. They go as they are, without mongoose's
   * checks: what is given here was made by our own code, and its type says what it is.
   *
   * @throws MongoError where one meets anything else; the others are added all the same
   */
  readonly add: (documents: readonly T[]) => Promise<void>;
};

/**
 * Many documents of a collection at once: by the driver, or without it where the store is in this process.
 *
 * The outcomes are the same (test/contracts/many.test.ts).
 */
export function createMany<T extends { readonly _id: string }>(connection: Connection, spec: CollectionSpec): Many<T> {
  const direct = directOf(connection);
  if (direct) return asked(direct, { $db: connection.name, name: spec.name });
  return drivenBy(collectionOf<{ readonly _id: string }>(connection, spec)) as unknown as Many<T>;
}

const taken = 11000;

function drivenBy(collection: mongo.Collection<{ readonly _id: string }>): Many<{ readonly _id: string }> {
  return {
    find: (ids) => collection.find({ _id: { $in: [...ids] } }).toArray(),
    async replace(replacements) {
      const operations = replacements.map((replaceOne) => ({ replaceOne }));
      try {
        const { matchedCount, upsertedCount } = await collection.bulkWrite(operations, {
          ordered: false,
          ignoreUndefined: true,
        });
        return { done: matchedCount + upsertedCount, faults: new Map() };
      } catch (error) {
        if (!(error instanceof mongo.MongoBulkWriteError)) throw error;
        const { matchedCount, upsertedCount } = error.result;
        const faults = [error.writeErrors].flat().map((fault) => [fault.index, fault] as const);
        return { done: matchedCount + upsertedCount, faults: new Map(faults) };
      }
    },
    async add(documents) {
      if (documents.length === 0) return;
      try {
        await collection.insertMany([...documents], { ordered: false, ignoreUndefined: true });
      } catch (error) {
        if (!(error instanceof mongo.MongoBulkWriteError)) throw error;
        if ([error.writeErrors].flat().some(({ code }) => code !== taken)) throw error;
      }
    },
  };
}

/** What the driver makes of a document: BSON's classes are its own. */
function asDriven(document: Buffer): object {
  return decodePromoted(document) ?? mongo.BSON.deserialize(document);
}

function asked<T extends object>(
  direct: Direct,
  { $db, name }: { readonly $db: string; readonly name: string },
): Many<T> {
  return {
    find: (ids) =>
      new Promise((resolve) => {
        resolve(direct.read(`${$db}.${name}`, ids).map((document) => asDriven(document) as T));
      }),
    async replace(replacements) {
      const documents = replacements.map(({ filter, replacement, upsert }) => ({ q: filter, u: replacement, upsert }));
      const { n, writeErrors = [] } = await direct.write({ update: name, ordered: false, $db }, 'updates', documents);
      const faults = writeErrors.map((fault) => [fault.index, new mongo.MongoServerError(fault)] as const);
      return { done: n, faults: new Map(faults) };
    },
    async add(documents) {
      if (documents.length === 0) return;
      const { writeErrors = [] } = await direct.write({ insert: name, ordered: false, $db }, 'documents', documents);
      const fault = writeErrors.find(({ code }) => code !== taken);
      if (fault) throw new mongo.MongoServerError(fault);
    },
  };
}

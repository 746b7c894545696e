import mongoose, { type AnyBulkWriteOperation, type Connection, type Model, type QueryFilter } from 'mongoose';
import { retryLostRaces } from './retry.ts';

/**
 * How long a collection's documents are kept, and what erasing a customer does to them.
 * - `customer`: about one customer; goes with the erasure
 * - `conversation`: what was said; goes after its period or with the erasure
 * - `record`: complaints and reports that the law wants kept; personal fields are erased, the record stays
 * - `audit`: events and their chain, without personal data; never changed
 * - `staff`: accounts and what belongs to them; goes with the account
 * - `technical`: leases, caches, counters, queues: goes by itself
 */
export type Retention = 'customer' | 'conversation' | 'record' | 'audit' | 'staff' | 'technical';

export type IndexSpec = {
  readonly key: Readonly<Record<string, 1 | -1>>;
  readonly unique?: true;
  readonly sparse?: true;
  readonly partialFilterExpression?: Readonly<Record<string, unknown>>;
  /** Seconds after the field's time until a document goes by itself. */
  readonly expireAfterSeconds?: number;
};

/** Whose the documents of a collection are, by a field that an index of its own begins with. */
export type Subject = {
  readonly by: 'openId' | 'customer';
  readonly field: string;
  /**
   * What erasing the customer does: deletes the documents; takes these fields out of them; or nothing here, because the
   * feature does it itself, where more than the document has to go.
   */
  readonly erase: 'documents' | { readonly fields: readonly string[] } | 'feature';
};

/** From when the period of a collection's class runs for a document. */
export type Expiry = {
  /** a time; documents without it do not expire */
  readonly field: string;
};

export type CollectionSpec = {
  /** The collection's name in the database, and its model's on the connection. */
  readonly name: string;
  readonly retention: Retention;
  /** mongoose's field definitions, which it checks; `_id` is always a string and is given by the caller. */
  readonly fields: Readonly<Record<string, unknown>>;
  readonly indexes?: readonly IndexSpec[];
  /** collections of the classes customer, conversation and record have one, or say that they are about nobody */
  readonly subject?: Subject | 'nobody';
  readonly expires?: Expiry;
};

const specs = new WeakMap<object, CollectionSpec>();

/**
 * The model of a collection on a connection: compiled once, found again after that.
 *
 * Unknown fields throw, in documents and in filters; operators in a filter need `trusted()` around a literal.
 */
export function modelOf<T extends { _id: string }>(connection: Connection, spec: CollectionSpec): Model<T> {
  const known = connection.models[spec.name] as Model<T> | undefined;
  if (known) return known;
  const schema = new mongoose.Schema(
    { ...spec.fields, _id: String },
    {
      collection: spec.name,
      strict: 'throw',
      strictQuery: 'throw',
      versionKey: false,
      minimize: false,
      id: false,
      autoIndex: false,
      autoCreate: false,
    },
  );
  for (const { key, ...options } of spec.indexes ?? []) schema.index({ ...key }, options);
  specs.set(schema, spec);
  schema.pre('bulkWrite', sanitizeBulk);
  const model = connection.model(spec.name, schema) as unknown as Model<T>;
  retryLostRaces(model.collection);
  return model;
}

/** mongoose sanitizes the filters of queries; those of a bulk pass by it. */
function sanitizeBulk(operations: readonly AnyBulkWriteOperation[]): void {
  for (const operation of operations) {
    const [statement] = Object.values(operation) as { filter?: QueryFilter<unknown> }[];
    if (statement?.filter) mongoose.sanitizeFilter(statement.filter);
  }
}

/** The retention class of each collection that the connection's models were declared for, by name. */
export function retentionOf(connection: Connection): ReadonlyMap<string, Retention | undefined> {
  return new Map(
    Object.values(connection.models).map((model) => [model.collection.name, specs.get(model.schema)?.retention]),
  );
}

/** What was declared of every collection whose model the connection has. */
export function specsOf(connection: Connection): CollectionSpec[] {
  return Object.values(connection.models).flatMap((model) => specs.get(model.schema) ?? []);
}

/**
 * Creates what is missing of the indexes that the connection's models declare, and checks what is there.
 *
 * @throws where an index differs from its declaration: to change one is a migration, not something to do on the way
 */
export async function ensureIndexes(connection: Connection): Promise<void> {
  for (const model of Object.values(connection.models)) {
    if (!specs.has(model.schema)) throw new Error(`The collection ${model.collection.name} has no retention class`);
    await model.createCollection();
    await model.createIndexes();
    await verifyIndexes(model as Model<unknown>);
  }
}

type Index = { key: Record<string, unknown>; unique?: boolean; sparse?: boolean; expireAfterSeconds?: number };

async function verifyIndexes(model: Model<unknown>): Promise<void> {
  const found = (await model.listIndexes()) as unknown as Index[];
  for (const [key, options] of model.schema.indexes()) {
    const index = found.find((one) => sameKey(one.key, key));
    if (!index) throw new Error(`The index ${JSON.stringify(key)} of ${model.collection.name} is missing`);
    const { unique, sparse, expireAfterSeconds } = options;
    const same =
      (index.unique ?? false) === (unique ?? false) &&
      (index.sparse ?? false) === (sparse ?? false) &&
      index.expireAfterSeconds === expireAfterSeconds;
    if (!same) throw new Error(`The index ${JSON.stringify(key)} of ${model.collection.name} is not as declared`);
  }
}

function sameKey(a: Record<string, unknown>, b: Record<string, unknown>): boolean {
  const shape = (key: Record<string, unknown>): string =>
    JSON.stringify(Object.entries(key).map(([field, way]) => [field, Number(way)]));
  return shape(a) === shape(b);
}

/**
 * Marks operators in a filter as written by us: `{ dueAt: trusted({ $lte: now }) }`. Its argument is always a literal,
 * never a value from outside; a test reads every call.
 */
export function trusted<T extends object>(operators: T): T {
  return mongoose.trusted(operators as Record<string, unknown>) as T;
}

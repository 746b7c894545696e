import type { Connection } from 'mongoose';
import { modelOf, type CollectionSpec, trusted } from './schema.ts';

/** One step forward from the version before `to`. It may run again after a crash, so it must not mind what it did. */
export type Migration = { readonly to: number; readonly run: (connection: Connection) => Promise<void> };

/** What the product's documents look like; raised with each migration. */
export const schemaVersion = 1;
const migrations: readonly Migration[] = [];

/** The database was written by a newer release: this one could misread it. */
export class StoreTooNewError extends Error {
  constructor(found: number, known: number) {
    super(
      `The store has schema version ${found}, this release knows ${known}: start the newer release, or restore a backup`,
    );
  }
}

type Meta = { _id: string; version: number };

const spec: CollectionSpec = {
  name: 'meta',
  retention: 'technical',
  fields: { version: { type: Number, required: true } },
};

/**
 * Brings a database to this release's schema, step by step, and notes each step when it is done.
 *
 * @throws StoreTooNewError where it is already further
 */
export async function bringUpToDate(
  connection: Connection,
  { steps = migrations, version = schemaVersion }: { steps?: readonly Migration[]; version?: number } = {},
): Promise<void> {
  const meta = modelOf<Meta>(connection, spec);
  const found = await meta.findOne({ _id: 'schema' }).lean();
  if (!found) {
    await meta.updateOne({ _id: 'schema' }, { $setOnInsert: { version } }, { upsert: true });
    return;
  }
  if (found.version > version) throw new StoreTooNewError(found.version, version);
  for (const step of steps.filter(({ to }) => to > found.version).sort((a, b) => a.to - b.to)) {
    await step.run(connection);
    await meta.updateOne({ _id: 'schema', version: trusted({ $lt: step.to }) }, { $set: { version: step.to } });
  }
}

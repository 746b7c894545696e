import { closeSync, fsyncSync, openSync } from 'node:fs';
import { CommandError } from '../../documents/errors.ts';
import type { Doc } from '../../documents/values.ts';
import type { Call } from './context.ts';

/** The store's own command: `{ hotBackup: path }` writes a copy of the file, on disk when it is answered. */
export async function hotBackup({ body, engine, db }: Call): Promise<Doc> {
  const path = body.hotBackup;
  if (db !== 'admin' || typeof path !== 'string')
    throw new CommandError(2, 'hotBackup needs a path, and the database admin');
  await engine.kv.backup(path);
  const copy = openSync(path, 'r+');
  fsyncSync(copy);
  closeSync(copy);
  return {};
}

import { MongoClient } from 'mongodb';
import {
  closeSync,
  copyFileSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { type Digest, differences, digestsOf, type Report } from './copy.ts';
import { defaultDatabase } from './connect.ts';
import { liveOwner } from './lock.ts';
import { storeFile } from './embedded/store-file.ts';
import { startEmbedded, uriOf } from './start-embedded.ts';

const manifestFile = 'manifest.json';
const draftFolder = 'restoring';

type Manifest = { readonly collections: readonly Digest[] };

/** Uses an embedded store: the one that is running in the folder, or one started for it. */
async function withStore<T>(dataDir: string, use: (client: MongoClient) => Promise<T>): Promise<T> {
  const owner = await liveOwner(dataDir);
  const started = owner ? undefined : await startEmbedded({ dataDir, onDeath: fail });
  const client = await MongoClient.connect(started?.uri ?? uriOf(owner?.socket ?? ''));
  try {
    return await use(client);
  } finally {
    await client.close();
    await started?.close();
  }
}

function fail(error: Error): never {
  throw error;
}

/**
 * Copies the embedded store of a folder, running or not, into another one: a data folder of its own, with a manifest of
 * counts and hashes taken from the copy.
 */
export async function backupStore({
  dataDir,
  to,
  report,
}: {
  dataDir: string;
  to: string;
  report: Report;
}): Promise<void> {
  if (existsSync(join(to, storeFile))) throw new Error(`${to} holds a store already`);
  mkdirSync(to, { recursive: true, mode: 0o700 });
  await withStore(dataDir, (client) => client.db('admin').command({ hotBackup: join(to, storeFile) }));
  report('copied; reading the copy');
  const collections = await withStore(to, (client) => digestsOf(client.db(defaultDatabase), report));
  writeFileSync(join(to, manifestFile), `${JSON.stringify({ collections } satisfies Manifest, null, 2)}\n`, {
    mode: 0o600,
  });
  for (const { name, count } of collections) report(`${name}: ${count} documents`);
}

/**
 * Puts a backup into an empty data folder, and compares what it then holds with the manifest.
 *
 * @throws where the folder holds a store, or the copy is not what the manifest says
 */
export async function restoreStore({
  from,
  dataDir,
  report,
}: {
  from: string;
  dataDir: string;
  report: Report;
}): Promise<void> {
  if (existsSync(join(dataDir, storeFile))) throw new Error(`${dataDir} holds a store already: move it away first`);
  if (!existsSync(join(from, manifestFile))) throw new Error(`${from} holds no backup that was finished`);
  const { collections } = JSON.parse(readFileSync(join(from, manifestFile), 'utf8')) as Manifest;
  // Beside its place until it is known to be whole: what a kill leaves is never taken for a store.
  const draft = join(dataDir, draftFolder);
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { recursive: true, mode: 0o700 });
  copyFileSync(join(from, storeFile), join(draft, storeFile));
  const found = await withStore(draft, (client) => digestsOf(client.db(defaultDatabase), report));
  const different = differences(collections, found);
  if (different.length > 0) {
    rmSync(draft, { recursive: true });
    throw new Error(`The restored store is not what was backed up: ${different.join('; ')}`);
  }
  sync(join(draft, storeFile), 'r+');
  renameSync(join(draft, storeFile), join(dataDir, storeFile));
  sync(dataDir, 'r');
  rmSync(draft, { recursive: true });
  for (const { name, count } of found) report(`${name}: ${count} documents`);
}

function sync(path: string, flags: 'r' | 'r+'): void {
  const descriptor = openSync(path, flags);
  fsyncSync(descriptor);
  closeSync(descriptor);
}

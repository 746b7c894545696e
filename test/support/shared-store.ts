import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { createInterface } from 'node:readline';
import mongoose, { type Connection } from 'mongoose';

const root = path.join(import.meta.dirname, '..', '..');

/**
 * One store for several processes: MONGODB_URI where it is given, else `npm run store` in a process of its own.
 *
 * @param dataDir the folder of the latter
 */
export async function startSharedStore(dataDir: string) {
  const given = process.env.MONGODB_URI;
  const server = given === undefined ? await serve(dataDir) : undefined;
  const uri = server?.uri ?? new URL(`shared_${randomBytes(6).toString('hex')}`, given).href;
  const connection: Connection = await mongoose
    .createConnection(uri, server ? { dbName: 'wallet-desk' } : {})
    .asPromise();

  async function close(): Promise<void> {
    if (!server) await connection.dropDatabase();
    await connection.close();
    await server?.end();
  }

  return { uri, connection, close };
}

async function serve(dataDir: string) {
  const child = spawn(process.execPath, ['dist/cli/store.js', dataDir], {
    cwd: root,
    env: { PATH: process.env.PATH },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  for await (const line of createInterface({ input: child.stdout })) {
    const uri = /^MONGODB_URI=(.+)$/.exec(line)?.[1];
    if (uri === undefined) continue;
    const end = (): Promise<void> => (child.kill('SIGTERM'), ended);
    return { uri, end };
  }
  throw new Error('The store did not start');
}

export type SharedStore = Awaited<ReturnType<typeof startSharedStore>>;

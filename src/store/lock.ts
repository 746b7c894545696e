import { createHash } from 'node:crypto';
import { readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { connect, createServer, type Server } from 'node:net';
import { dirname, join } from 'node:path';

/** Who holds a data folder, as its lock file says. */
export type Owner = { readonly pid: number; readonly since: string; readonly socket: string };
export type Lock = { readonly release: () => void };
/** `held` names the owner where its lock file could be read. */
export type Locking =
  { readonly ok: true; readonly lock: Lock } | { readonly ok: false; readonly owner: Owner | undefined };

const lockFile = 'store.lock';
const answersWithinMs = 500;

/**
 * Takes a data folder for this process. What holds it is a listening socket, not the file: it ends with the process,
 * after kill -9 too, so that a file left behind blocks nobody.
 */
export async function takeLock(dataDir: string, owner: Owner): Promise<Locking> {
  const file = join(dataDir, lockFile);
  const mutex = await takeMutex(dataDir);
  const before = readOwner(file);
  if (mutex === 'held' || (before && (await answers(before.socket)))) {
    if (mutex !== 'held') mutex?.close();
    return { ok: false, owner: before };
  }
  if (before) removeLeftSocket(before.socket);
  const draft = `${file}.${owner.pid}`;
  writeFileSync(draft, `${JSON.stringify(owner)}\n`, { mode: 0o600 });
  renameSync(draft, file);
  return {
    ok: true,
    lock: {
      release() {
        rmSync(file, { force: true });
        mutex?.close();
      },
    },
  };
}

/** The process that has a data folder open now, if there is one. */
export async function liveOwner(dataDir: string): Promise<Owner | undefined> {
  const owner = readOwner(join(dataDir, lockFile));
  return owner && (await answers(owner.socket)) ? owner : undefined;
}

/** Linux's abstract sockets have no file: the kernel gives a name to one process, and takes it back when that ends. */
function takeMutex(dataDir: string): Promise<Server | 'held' | undefined> {
  if (process.platform !== 'linux') return Promise.resolve(undefined);
  const { dev, ino } = statSync(dataDir);
  const name = createHash('sha256').update(`${dev}:${ino}`).digest('hex').slice(0, 32);
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.destroy());
    server.unref();
    server.once('error', (error: NodeJS.ErrnoException) =>
      error.code === 'EADDRINUSE' ? resolve('held') : reject(error),
    );
    server.listen(`\0wallet-desk-store-${name}`, () => resolve(server));
  });
}

function readOwner(file: string): Owner | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Owner;
  } catch {
    // No file, or one that a crash left half written: nobody to name.
    return undefined;
  }
}

/** Whether somebody still listens: the owner may live where its process number or abstract names are not ours to see. */
function answers(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path);
    const settle = (is: boolean): void => {
      socket.destroy();
      resolve(is);
    };
    socket.once('connect', () => settle(true));
    socket.once('error', () => settle(false));
    socket.setTimeout(answersWithinMs, () => settle(true));
  });
}

export const socketFolderPrefix = 'wallet-desk-store-';

function removeLeftSocket(path: string): void {
  if (dirname(path).includes(`/${socketFolderPrefix}`)) rmSync(dirname(path), { recursive: true, force: true });
}

import { randomUUID } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';

const unfinished = '.part';

/**
 * Small files that are on disk when `put` resolves, whole or not there at all, whenever the process ends. Several
 * processes may share the folder. It is made with the first file.
 */
export function createDurableFolder(folder: string) {
  const pathOf = (name: string) => path.join(folder, name);

  /** @throws where the disk is full, gone or not ours to write: then nothing is kept under this name */
  async function put(name: string, bytes: Buffer): Promise<void> {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const part = pathOf(`${name}.${randomUUID()}${unfinished}`);
    try {
      await write(part, bytes);
      await rename(part, pathOf(name));
      await sync(folder);
    } catch (error) {
      for (const file of [part, pathOf(name)]) await rm(file, { force: true });
      throw error;
    }
  }

  /** @returns undefined where there is none, or no longer */
  async function get(name: string): Promise<Buffer | undefined> {
    return orNone(readFile(pathOf(name)));
  }

  async function names(): Promise<string[]> {
    const found = (await orNone(readdir(folder, { withFileTypes: true }))) ?? [];
    return found.filter((entry) => entry.isFile() && !entry.name.endsWith(unfinished)).map(({ name }) => name);
  }

  async function remove(name: string): Promise<void> {
    await rm(pathOf(name), { force: true });
    await sync(folder);
  }

  /** Moves a file into another folder of this disk. @returns false where there is none, or no longer */
  async function move(name: string, to: { readonly at: string }): Promise<boolean> {
    await mkdir(to.at, { recursive: true, mode: 0o700 });
    const isMoved = await orNone(rename(pathOf(name), path.join(to.at, name)).then(() => true));
    await sync(to.at);
    await sync(folder);
    return isMoved === true;
  }

  return { at: folder, put, get, names, remove, move };
}

export type DurableFolder = ReturnType<typeof createDurableFolder>;

async function write(file: string, bytes: Buffer): Promise<void> {
  const handle = await open(file, 'wx', 0o600);
  try {
    await handle.writeFile(bytes);
    await handle.datasync();
  } finally {
    await handle.close();
  }
}

/** A name is on disk when its folder is. */
async function sync(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function orNone<T>(reading: Promise<T>): Promise<T | undefined> {
  try {
    return await reading;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

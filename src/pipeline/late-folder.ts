import { createHash } from 'node:crypto';
import type { Push } from '../domain/push.ts';
import { openBytes, sealBytes } from '../lib/seal-bytes.ts';
import type { DurableFolder } from '../store/durable-folder.ts';
import { parsePush } from '../wechat/parse-push.ts';

export type LateFolderDeps = {
  readonly folder: DurableFolder;
  /** on the same disk: what is not brought any more */
  readonly dead: DurableFolder;
  /** what is kept is what customers wrote, unmasked: it lies sealed. 32 bytes */
  readonly key: Buffer;
  /** pushes that are to be brought, on disk at a time */
  readonly most: number;
  /** pushes set aside, on disk at a time */
  readonly mostDead: number;
};

/** Late pushes as they lie on disk: sealed, in the order of what customers wrote, and no more than so many. */
export function createLateFolder({ folder, dead, key, most, mostDead }: LateFolderDeps) {
  let onDisk = 0;

  /** @returns false where there are too many. @throws where the disk does not take it */
  async function put(push: Push, xml: string): Promise<boolean> {
    if (onDisk >= most) return false;
    onDisk += 1;
    const name = nameOf(push);
    try {
      await folder.put(name, sealBytes(Buffer.from(xml), { key, about: name }));
      return true;
    } catch (error) {
      onDisk -= 1;
      throw error;
    }
  }

  /** What is to be brought, the oldest first. */
  async function names(): Promise<string[]> {
    const found = await folder.names();
    onDisk = found.length;
    return found.toSorted();
  }

  /** `gone`: another process that shares the folder has brought it; `sealed`: it does not open, its key is another. */
  async function read(name: string): Promise<Push | 'gone' | 'sealed'> {
    const sealed = await folder.get(name);
    if (!sealed) return 'gone';
    const xml = openBytes(sealed, { key, about: name })?.toString('utf8');
    const push = xml === undefined ? undefined : parsePush(xml);
    return push?.ok ? push.value : 'sealed';
  }

  async function remove(name: string): Promise<void> {
    await folder.remove(name);
    onDisk -= 1;
  }

  /** @returns those that are set aside now; the others found no room, and stay */
  async function setAside(names: readonly string[]): Promise<readonly string[]> {
    const room = Math.max(0, mostDead - (await dead.names()).length);
    const going = names.slice(0, room);
    for (const name of going) if (await folder.move(name, dead)) onDisk -= 1;
    return going;
  }

  return { put, names, read, remove, setAside };
}

export type LateFolder = ReturnType<typeof createLateFolder>;

/** In the order of what customers wrote. Keys may hold what a file's name may not, and OpenIDs. */
export function nameOf(push: Push): string {
  const second = String(push.createdAt.getTime() / 1000).padStart(12, '0');
  const msgId = (push.kind === 'message' ? push.msgId : '').padStart(20, '0');
  return `${second}-${msgId}-${createHash('sha256').update(push.key).digest('hex')}`;
}

import { createHash } from 'node:crypto';
import type { PushRecord } from '../domain/push-record.ts';
import type { Push } from '../domain/push.ts';
import { openBytes, sealBytes } from '../lib/seal-bytes.ts';
import type { DurableFolder } from '../store/durable-folder.ts';
import { parsePush } from '../wechat/parse-push.ts';

export type LatePushesDeps = {
  readonly folder: DurableFolder;
  /** what is kept is what customers wrote, unmasked: it lies sealed. 32 bytes */
  readonly key: Buffer;
  /** undefined where more is under way than may be */
  readonly handle: (push: Push) => Promise<PushRecord> | undefined;
  /** puts the answer into the outbox, under the push's key; twice is once */
  readonly send: (push: Push, record: PushRecord) => Promise<void>;
  readonly onError: (error: unknown) => void;
  readonly everyMs?: number;
  /** pushes on disk at a time: what comes beyond is not acknowledged */
  readonly most?: number;
};

/**
 * Pushes that the store has not taken when WeChat's five seconds are nearly over: each is put on disk, so that it can be
 * acknowledged, and brought to the store until that has it and its answer is in the outbox. Also after a crash: what an
 * earlier process left is brought first, before anything new comes in.
 *
 * Bringing one twice is nothing new: a push has one effect, however often it comes.
 */
export function createLatePushes({
  folder,
  key,
  handle,
  send,
  onError,
  everyMs = 5_000,
  most = 4_000,
}: LatePushesDeps) {
  /** kept here and still under way; what it resolves to: whether it is on disk */
  const keeping = new Map<string, Promise<boolean>>();
  const unreadable = new Set<string>();
  let onDisk = 0;
  let timer: NodeJS.Timeout | undefined;
  let bringing: Promise<void> | undefined;

  /**
   * Puts a push on disk while it is under way.
   *
   * @returns whether it is there; false where that fails or too many are: it must not be acknowledged
   */
  function keep(push: Push, xml: string): Promise<boolean> {
    const name = nameOf(push);
    const known = keeping.get(name);
    if (known) return known;
    if (onDisk >= most) return Promise.resolve(false);
    onDisk += 1;
    const kept = folder.put(name, sealBytes(Buffer.from(xml), { key, about: name })).then(
      () => true,
      (error: unknown) => {
        keeping.delete(name);
        onDisk -= 1;
        onError(error);
        return false;
      },
    );
    keeping.set(name, kept);
    return kept;
  }

  /** What was under way has ended: `done` where it is stored and answered; else it is brought again. */
  async function ended(push: Push, done: boolean): Promise<void> {
    const name = nameOf(push);
    const isKept = await keeping.get(name);
    try {
      if (isKept && done) await remove(name);
    } catch (error) {
      onError(error);
    }
    keeping.delete(name);
  }

  async function remove(name: string): Promise<void> {
    await folder.remove(name);
    onDisk -= 1;
  }

  /** Brings what nobody here has under way, the oldest first. */
  async function bringAll(): Promise<void> {
    const names = (await folder.names()).toSorted();
    onDisk = names.length;
    const left = names.filter((name) => !keeping.has(name) && !unreadable.has(name));
    for (let at = 0; at < left.length; at += mostAtOnce) {
      const pushes = await Promise.all(left.slice(at, at + mostAtOnce).map(read));
      const brought = await Promise.all(pushes.filter((push) => push !== undefined).map(bring));
      // The store takes nothing: the rest waits for the next time.
      if (brought.length > 0 && !brought.includes(true)) return;
    }
  }

  async function read(name: string): Promise<Push | undefined> {
    const sealed = await folder.get(name);
    // Another process that shares the folder has brought it.
    if (!sealed) return undefined;
    const xml = openBytes(sealed, { key, about: name })?.toString('utf8');
    const push = xml === undefined ? undefined : parsePush(xml);
    if (push?.ok) return push.value;
    unreadable.add(name);
    onError(new Error(`A late push on disk (${name}) does not open: its key is another`));
    return undefined;
  }

  async function bring(push: Push): Promise<boolean> {
    try {
      const record = await handle(push);
      if (!record) return false;
      await send(push, record);
      await remove(nameOf(push));
      return true;
    } catch (error) {
      onError(error);
      return false;
    }
  }

  function bringNow(): Promise<void> {
    bringing ??= bringAll()
      .catch(onError)
      .finally(() => (bringing = undefined));
    return bringing;
  }

  /** Resolves when what an earlier process left is brought, as far as the store takes it. */
  async function start(): Promise<void> {
    await bringNow();
    timer = setInterval(() => void bringNow(), everyMs);
    timer.unref();
  }

  /** What is not brought by now, the next start brings. */
  async function stop(): Promise<void> {
    clearInterval(timer);
    await bringing;
  }

  return { keep, ended, start, stop };
}

const mostAtOnce = 50;

export type LatePushes = ReturnType<typeof createLatePushes>;

/** In the order of what customers wrote. Keys may hold what a file's name may not, and OpenIDs. */
function nameOf(push: Push): string {
  const second = String(push.createdAt.getTime() / 1000).padStart(12, '0');
  const msgId = (push.kind === 'message' ? push.msgId : '').padStart(20, '0');
  return `${second}-${msgId}-${createHash('sha256').update(push.key).digest('hex')}`;
}

import type { Clock } from '../lib/clock.ts';
import type { Result } from '../lib/result.ts';
import { judgeFile } from './judge-file.ts';
import type { Fetch, MediaStore } from './media-store.ts';

/** What came of asking WeChat for a file. */
export type FetchFault = {
  /** it will never come: WeChat has it no longer, or not for us */ readonly final: boolean;
  /** a word of a fixed list */ readonly name: string;
};

export type FetchMediaDeps = {
  readonly store: Pick<MediaStore, 'takeDue' | 'keep' | 'giveUp' | 'tryAgain'>;
  /** the file behind WeChat's MediaId */
  readonly download: (mediaId: string) => Promise<Result<Buffer, FetchFault>>;
  readonly clock: Clock;
  /** a customer's file is here, or will never be */
  readonly onSettled: (fetch: Fetch) => Promise<void>;
  readonly onError: (error: unknown) => void;
};

const pollMs = 5_000;
const sideBySide = 3;
/** WeChat deletes what customers send after three days; after this many tries nothing is to be hoped for. */
const mostAttempts = 12;
const firstWaitMs = 15_000;
const longestWaitMs = 6 * 3_600_000;

/**
 * Fetches what customers send, behind the answers: WeChat keeps it for three days only, and it may be evidence. What
 * fails is tried again, first within the minute, then ever more rarely.
 */
export function createFetchMedia({ store, download, clock, onSettled, onError }: FetchMediaDeps) {
  let timer: NodeJS.Timeout | undefined;
  let round: Promise<void> | undefined;
  let again = false;
  let stopped = false;

  /** Something may be due: looks now, or once more when a look is under way. */
  function nudge(): void {
    if (stopped) return;
    if (round) {
      again = true;
      return;
    }
    again = false;
    round = Promise.all(Array.from({ length: sideBySide }, fetchDue))
      .then(() => undefined, onError)
      .finally(() => {
        round = undefined;
        if (again) nudge();
      });
  }

  async function fetchDue(): Promise<void> {
    for (let due = await store.takeDue(); due; due = stopped ? undefined : await store.takeDue()) await fetchOne(due);
  }

  async function fetchOne(due: Fetch): Promise<void> {
    const found = await download(due.mediaId);
    if (!found.ok) {
      await failed(due, found.error);
      return;
    }
    const judged = judgeFile(found.value, due.media.kind);
    const settled = judged.ok
      ? await store.keep(due, { bytes: found.value, ...judged.value })
      : await store.giveUp(due, { state: 'refused', reason: judged.error });
    if (settled) await onSettled(due);
  }

  async function failed(due: Fetch, { final, name }: FetchFault): Promise<void> {
    if (!final && due.attempts < mostAttempts) {
      const waitMs = Math.min(firstWaitMs * 2 ** (due.attempts - 1), longestWaitMs);
      await store.tryAgain(due, new Date(clock().getTime() + waitMs));
      return;
    }
    if (await store.giveUp(due, { state: 'gone', reason: name })) await onSettled(due);
  }

  function start(): void {
    timer = setInterval(nudge, pollMs);
    timer.unref();
    nudge();
  }

  /** Begins nothing new; resolves when what is under way is settled. */
  async function stop(): Promise<void> {
    stopped = true;
    clearInterval(timer);
    await round;
  }

  return { nudge, start, stop };
}

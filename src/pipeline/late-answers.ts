import type { PushRecord } from '../domain/push-record.ts';
import type { Push } from '../domain/push.ts';
import { createBoundedMap } from '../lib/bounded-map.ts';

export type LateAnswersDeps = {
  /** puts the answer into the outbox, under the push's key: to be sent a little later where a repeat may come first */
  readonly send: (push: Push, record: PushRecord, mayRepeat: boolean) => Promise<void>;
  /** takes answers out again, by the keys of their pushes; what is not there, or is gone out, is left alone */
  readonly recall: (keys: readonly string[]) => Promise<void>;
  readonly onError: (error: unknown) => void;
  /** how long another instance may take from storing an answer to putting it into the outbox */
  readonly othersMs?: number;
};

/**
 * Answers whose connection was gone before they were stored. A repeat brings the answer after all; where none comes, the
 * outbox does: it has the answer as soon as it is stored, so that a crash does not lose it.
 *
 * With several instances the one that stored the answer is the one that sends it late; whichever brings it on an open
 * connection takes it out of the outbox.
 */
export function createLateAnswers({ send, recall, onError, othersMs = 2_000 }: LateAnswersDeps) {
  const late = new Map<string, Promise<boolean>>();
  const found = createBoundedMap<string, true>(mostFound);
  let repeated: string[] = [];
  let gathering: NodeJS.Timeout | undefined;

  /**
   * A connection was given up, or told no more than that the push has come; the answer is still being made.
   *
   * @param mayRepeat whether WeChat has been left without a word
   * @returns whether the push came to be stored, and its answer to be where it belongs
   */
  function givenUp(push: Push, pending: Promise<PushRecord>, mayRepeat = true): Promise<boolean> {
    const known = late.get(push.key);
    if (known) return known;
    const sending = pending
      .then((record) => (found.get(push.key) ? undefined : send(push, record, mayRepeat)))
      .then(
        () => true,
        (error: unknown) => {
          // What was acknowledged is brought again by whoever keeps it; nobody does that with what was not.
          if (mayRepeat) onError(error);
          return false;
        },
      );
    late.set(push.key, sending);
    const forget = setTimeout(() => late.delete(push.key), rememberedMs);
    forget.unref();
    return sending;
  }

  /** The push was handled before, here or by another instance: its answer was read from the store. */
  function storedBefore(push: Push): void {
    found.set(push.key, true);
  }

  /** An open connection has brought the answer. */
  function answered(push: Push): void {
    const sending = late.get(push.key);
    if (sending) {
      late.delete(push.key);
      sending.then(() => recall([push.key])).catch(onError);
    }
    if (!found.get(push.key)) return;
    found.delete(push.key);
    // Where pushes are repeated, most of them are: what comes within a while is taken out together.
    repeated.push(push.key);
    if (repeated.length >= mostTogether) closeGathering();
    else gathering ??= setTimeout(closeGathering, othersMs).unref();
  }

  function closeGathering(): void {
    const keys = repeated;
    repeated = [];
    clearTimeout(gathering);
    gathering = undefined;
    // Who stored one may be about to put it into the outbox: that comes first, and then is taken out.
    setTimeout(() => void recall(keys).catch(onError), othersMs).unref();
  }

  return { givenUp, storedBefore, answered };
}

const rememberedMs = 60_000;
const mostFound = 10_000;
const mostTogether = 1_000;

export type LateAnswers = ReturnType<typeof createLateAnswers>;

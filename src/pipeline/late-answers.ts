import type { PushRecord } from '../domain/push-record.ts';
import type { Push } from '../domain/push.ts';

export type LateAnswersDeps = {
  /** puts the answer into the outbox, under the push's key */
  readonly send: (push: Push, record: PushRecord) => Promise<void>;
  readonly onError: (error: unknown) => void;
  /** WeChat repeats a push within 5 s: after this none is to be expected */
  readonly graceMs?: number;
};

/**
 * Answers whose connection was gone before they were stored. A repeat brings the answer after all; where none comes,
 * the outbox does. Kept in memory: a crash loses such an answer, never the message.
 */
export function createLateAnswers({ send, onError, graceMs = 6000 }: LateAnswersDeps) {
  const waiting = new Map<string, NodeJS.Timeout>();

  /** A connection was given up; the answer is still being made. */
  function late(push: Push, pending: Promise<PushRecord>): void {
    pending.then(
      (record) => {
        clearTimeout(waiting.get(push.key));
        const timer = setTimeout(() => {
          waiting.delete(push.key);
          send(push, record).catch(onError);
        }, graceMs);
        timer.unref();
        waiting.set(push.key, timer);
      },
      // It is not stored: WeChat's repeat is all that is left.
      () => undefined,
    );
  }

  /** An open connection has brought the answer. */
  function answered(push: Push): void {
    clearTimeout(waiting.get(push.key));
    waiting.delete(push.key);
  }

  return { late, answered };
}

export type LateAnswers = ReturnType<typeof createLateAnswers>;

import type { PushRecord } from '../domain/push-record.ts';
import type { Push } from '../domain/push.ts';

export type LateAnswersDeps = {
  /** puts the answer into the outbox, under the push's key, to be sent a little later */
  readonly send: (push: Push, record: PushRecord) => Promise<void>;
  /** takes it out again */
  readonly recall: (push: Push) => Promise<void>;
  readonly onError: (error: unknown) => void;
};

/**
 * Answers whose connection was gone before they were stored. A repeat brings the answer after all; where none comes, the
 * outbox does: it has the answer as soon as it is stored, so that a crash does not lose it.
 */
export function createLateAnswers({ send, recall, onError }: LateAnswersDeps) {
  const late = new Map<string, Promise<void>>();

  /** A connection was given up; the answer is still being made. */
  function givenUp(push: Push, pending: Promise<PushRecord>): void {
    if (late.has(push.key)) return;
    const sending = pending
      .then((record) => send(push, record))
      // What is not stored is WeChat's to repeat; what is stored and not sent is an error like any other.
      .catch(onError);
    late.set(push.key, sending);
    const forget = setTimeout(() => late.delete(push.key), rememberedMs);
    forget.unref();
  }

  /** An open connection has brought the answer. */
  function answered(push: Push): void {
    const sending = late.get(push.key);
    if (!sending) return;
    late.delete(push.key);
    sending.then(() => recall(push)).catch(onError);
  }

  return { givenUp, answered };
}

const rememberedMs = 60_000;

export type LateAnswers = ReturnType<typeof createLateAnswers>;

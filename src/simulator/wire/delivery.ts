import type { Clock } from '../../lib/clock.ts';
import { err, ok, type Result } from '../../lib/result.ts';
import type { Account, Mode } from '../account.ts';
import { seal } from './envelope.ts';
import { judge, type Answer, type AnswerProblem } from './judge.ts';
import type { Logger } from '../logger.ts';
import { createMarkFail, type MarkFailRule } from './mark-fail.ts';
import type { Wire, WireProblem } from './post.ts';
import type { Push } from './push.ts';
import type { XmlFields } from './xml.ts';

/** `status_…`: an HTTP answer other than 200. */
export type DeliveryProblem = WireProblem | AnswerProblem | `status_${number}` | 'mark_fail';

export type Attempt = { readonly at: Date; readonly tookMs: number; readonly problem?: DeliveryProblem };

/** What became of a push: how it was answered, in the end, and each delivery that it took. */
export type Judged = {
  /**
   * `silent`: success or empty; `fault`: the phone shows the system's error line;
   * `diverted`: not pushed, because WeChat's own customer service has the customer
   */
  readonly kind: 'reply' | 'silent' | 'fault' | 'diverted';
  readonly answer?: Answer;
  readonly problem?: DeliveryProblem;
  readonly attempts: readonly Attempt[];
  /** the push as it was before encryption */
  readonly pushed: XmlFields;
};

/** Delivered `attempts` times at most, each `afterMs` after the one before: then WeChat drops the connection. */
export type Retry = { readonly attempts: number; readonly afterMs: number };

export type DeliveryDeps = {
  readonly account: Account;
  readonly mode: Mode;
  readonly callbackUrl: () => string;
  readonly clock: Clock;
  readonly retry: Retry;
  readonly markFail: MarkFailRule;
  readonly wire: Wire;
  readonly logger: Logger;
};

/**
 * Brings pushes to the product on WeChat's clock.
 *
 * @see WeChat Official Accounts, "Receiving messages": five seconds, three deliveries with the same content
 */
export function createDelivery(deps: DeliveryDeps) {
  const { account, clock, retry, wire, logger } = deps;
  const markFail = createMarkFail(deps.markFail, clock);
  let lastMsgId = 0n;

  /** 64 bits, rising, and never again what an earlier simulator gave out: the product may remember. */
  function nextMsgId(): bigint {
    const fresh = BigInt(clock().getTime()) << 20n;
    lastMsgId = fresh > lastMsgId ? fresh : lastMsgId + 1n;
    return lastMsgId;
  }

  function fieldsOf(openId: string, push: Push): XmlFields {
    return {
      ToUserName: account.originalId,
      FromUserName: openId,
      CreateTime: Math.floor(clock().getTime() / 1000),
      MsgType: push.type,
      ...push.fields,
      ...(push.type === 'event' ? {} : { MsgId: nextMsgId() }),
    };
  }

  /** @returns an error where another delivery may mend it; what a 200 said is final, right or wrong */
  async function attempt(fields: XmlFields): Promise<Result<string, DeliveryProblem>> {
    const { query, body } = seal(fields, clock(), deps);
    const url = new URL(deps.callbackUrl());
    for (const [name, value] of query) url.searchParams.set(name, value);
    const answer = await wire.exchange({ url, method: 'POST', body, timeoutMs: retry.afterMs });
    if (!answer.ok) return answer;
    const { status, body: text } = answer.value;
    return status === 200 ? ok(text) : err(`status_${status}` as const);
  }

  async function deliver(openId: string, push: Push): Promise<Judged> {
    const pushed = fieldsOf(openId, push);
    const attempts: Attempt[] = [];
    if (markFail.isPaused()) return { kind: 'fault', problem: 'mark_fail', attempts, pushed };

    let problem: DeliveryProblem = 'connection';
    for (let count = 1; count <= retry.attempts; count += 1) {
      const at = clock();
      const answered = await attempt(pushed);
      const tookMs = clock().getTime() - at.getTime();
      if (answered.ok) {
        const judged = judge(answered.value, { openId, originalId: account.originalId, type: push.type }, deps);
        if (judged.ok) {
          attempts.push({ at, tookMs });
          return { kind: judged.value.reply ? 'reply' : 'silent', answer: judged.value, attempts, pushed };
        }
        problem = judged.error;
        attempts.push({ at, tookMs, problem });
        break;
      }
      problem = answered.error;
      attempts.push({ at, tookMs, problem });
      if (count < retry.attempts && !(await wire.pause(Math.max(0, retry.afterMs - tookMs)))) break;
    }
    markFail.failed();
    logger.warn({ type: push.type, problem, attempts: attempts.length }, 'simulator: push not answered');
    return { kind: 'fault', problem, attempts, pushed };
  }

  return { deliver, failures: markFail.failures };
}
export type Delivery = ReturnType<typeof createDelivery>;

import type { Context, Middleware } from 'koa';
import type { PushRecord } from '../domain/push-record.ts';
import type { Push } from '../domain/push.ts';
import type { Clock } from '../lib/clock.ts';
import type { Logger } from '../lib/logger.ts';
import { buildReply } from '../wechat/build-reply.ts';
import { openPush, sealReply, verifyEcho, type OpenedPush, type Sealing } from '../wechat/envelope.ts';
import { parsePush } from '../wechat/parse-push.ts';
import type { LateAnswers } from './late-answers.ts';
import { readBody } from './read-body.ts';

export type ReceiveDeps = {
  readonly sealing: Sealing;
  /** whether pushes may come from this address */
  readonly admitsAddress: (address: string) => boolean;
  /** whether nothing else came under the same timestamp and nonce */
  readonly admits: (opened: OpenedPush) => boolean;
  /** undefined where more is under way than may be: the push was not looked at */
  readonly handle: (push: Push) => Promise<PushRecord> | undefined;
  /** what becomes of an answer that was not ready when its connection had to be given up */
  readonly lateAnswers: LateAnswers;
  /** counts what became of a push */
  readonly count: (outcome: Outcome) => void;
  readonly logger: Pick<Logger, 'error' | 'warn'>;
  readonly clock: Clock;
  /** WeChat hangs up after 5 s */
  readonly deadlineMs?: number;
};

type Outcome = 'answered' | 'refused' | 'malformed' | 'unknown' | 'late' | 'failed' | 'overloaded';

const mostBytes = 64 * 1024;
const refusal = 'refused';

/**
 * WeChat's door: GET proves that the address is ours, POST brings a push.
 * 200 says that the push is stored. What can't be stored in time gets no answer, so that WeChat sends it again.
 */
export function createReceive({
  sealing,
  admitsAddress,
  admits,
  handle,
  lateAnswers,
  count,
  logger,
  clock,
  deadlineMs = 4500,
}: ReceiveDeps): Middleware {
  return async (ctx) => {
    if (ctx.method === 'GET') echo(ctx);
    else if (ctx.method === 'POST') await take(ctx);
    else ctx.status = 405;
  };

  function echo(ctx: Context): void {
    const verified = verifyEcho(ctx.query, sealing.tokens);
    if (verified.ok) plain(ctx, 200, verified.value);
    else refuse(ctx);
  }

  async function take(ctx: Context): Promise<void> {
    if (!admitsAddress(ctx.ip)) {
      ctx.set('Connection', 'close');
      refuse(ctx);
      return;
    }
    const body = await readBody(ctx.req, mostBytes);
    if (!body) {
      ctx.set('Connection', 'close');
      plain(ctx, 413, 'too large');
      return;
    }
    const opened = openPush({ query: ctx.query, body }, sealing, clock());
    if (!opened.ok || !admits(opened.value)) {
      refuse(ctx);
      return;
    }
    const push = parsePush(opened.value.xml);
    if (push.ok) await answer(ctx, push.value, opened.value);
    else refuse(ctx, 'malformed');
  }

  async function answer(ctx: Context, push: Push, opened: OpenedPush): Promise<void> {
    if (push.kind === 'unknown') count('unknown');
    const pending = handle(push);
    if (!pending) count('overloaded');
    const record = pending && (await inTime(push, pending));
    if (!record) {
      hangUp(ctx);
      return;
    }
    if (ctx.req.socket.destroyed) {
      // The sender has gone before us: nobody reads this, and there may be no repeat.
      count('late');
      lateAnswers.givenUp(push, Promise.resolve(record));
      ctx.respond = false;
      return;
    }
    count('answered');
    lateAnswers.answered(push);
    const xml = buildReply(record.reply, push, record.repliedAt);
    const sealed = sealReply(xml, opened, { ...sealing, now: clock() });
    plain(ctx, 200, sealed);
    if (xml !== 'success') ctx.type = 'application/xml';
  }

  async function inTime(push: Push, pending: Promise<PushRecord>): Promise<PushRecord | undefined> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<undefined>((resolve) => {
      timer = setTimeout(() => {
        count('late');
        lateAnswers.givenUp(push, pending);
        logger.warn({ push: push.kind }, 'push not stored in time, left for its repeat');
        resolve(undefined);
      }, deadlineMs);
    });
    try {
      return await Promise.race([pending, late]);
    } catch (error) {
      count('failed');
      logger.error({ err: error }, 'push could not be stored');
      return undefined;
    } finally {
      clearTimeout(timer);
    }
  }

  /** One answer to every refusal: nothing can be learnt from it. */
  function refuse(ctx: Context, outcome: 'refused' | 'malformed' = 'refused'): void {
    count(outcome);
    plain(ctx, 403, refusal);
  }
}

/** Not stored, or not known to be: no 200, and WeChat sends again. */
function hangUp(ctx: Context): void {
  ctx.respond = false;
  ctx.req.socket.destroy();
}

function plain(ctx: Context, status: number, body: string): void {
  ctx.status = status;
  ctx.type = 'text/plain; charset=utf-8';
  ctx.body = body;
}

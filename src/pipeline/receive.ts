import type { Context, Middleware } from 'koa';
import type { PushRecord } from '../domain/push-record.ts';
import type { Push } from '../domain/push.ts';
import type { Clock } from '../lib/clock.ts';
import type { Logger } from '../lib/logger.ts';
import { buildReply } from '../wechat/build-reply.ts';
import { openPush, sealReply, verifyEcho, type OpenedPush, type Sealing } from '../wechat/envelope.ts';
import { parsePush } from '../wechat/parse-push.ts';
import type { LateAnswers } from './late-answers.ts';
import type { LatePushes } from './late-pushes.ts';
import { readBody } from './read-body.ts';

export type ReceiveDeps = {
  readonly sealing: Sealing;
  /** whether pushes may come from this address */
  readonly admitsAddress: (address: string) => boolean;
  /** whether nothing else came under the same timestamp and nonce */
  readonly admits: (opened: OpenedPush) => boolean | Promise<boolean>;
  /** undefined where more is under way than may be: the push was not looked at */
  readonly handle: (push: Push) => Promise<PushRecord> | undefined;
  /** what becomes of an answer that was not ready when its connection had to be given up */
  readonly lateAnswers: LateAnswers;
  /** where a push is safe that the store has not taken in time */
  readonly latePushes: Pick<LatePushes, 'keep' | 'ended'>;
  /** counts what became of a push */
  readonly count: (outcome: Outcome) => void;
  readonly logger: Pick<Logger, 'error' | 'warn'>;
  readonly clock: Clock;
  /** WeChat hangs up after 5 s */
  readonly deadlineMs?: number;
  /** so long a push is the store's alone; in the rest of the time it is put on disk beside it */
  readonly aloneMs?: number;
};

type Outcome = 'answered' | 'refused' | 'malformed' | 'unknown' | 'late' | 'kept' | 'failed' | 'overloaded';

/** What can be said on a connection: the answer, that the push is safe, or nothing. */
type Said = { readonly record: PushRecord } | 'kept' | undefined;

const mostBytes = 64 * 1024;
const refusal = 'refused';

/**
 * WeChat's door: GET proves that the address is ours, POST brings a push.
 * 200 says that the push is stored. What the store has not taken in time is put on disk, acknowledged, and answered by the
 * outbox; what can't even be put there gets no answer, so that WeChat sends it again.
 */
export function createReceive({
  sealing,
  admitsAddress,
  admits,
  handle,
  lateAnswers,
  latePushes,
  count,
  logger,
  clock,
  deadlineMs = 4500,
  aloneMs = 0.75 * deadlineMs,
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
    if (!opened.ok || !(await admits(opened.value))) {
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
    const said = pending && (await inTime(push, opened.xml, pending));
    if (said === 'kept') plain(ctx, 200, 'success');
    else if (!said) hangUp(ctx);
    else reply(ctx, { push, opened, record: said.record });
  }

  function reply(ctx: Context, { push, opened, record }: Answered): void {
    if (ctx.req.socket.destroyed) {
      // The sender has gone before us: nobody reads this, and there may be no repeat.
      count('late');
      void lateAnswers.givenUp(push, Promise.resolve(record));
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

  async function inTime(push: Push, xml: string, pending: Promise<PushRecord>): Promise<Said> {
    try {
      const record = await within(pending, aloneMs);
      if (record) return { record };
    } catch (error) {
      count('failed');
      logger.error({ err: error }, 'push could not be stored');
      return undefined;
    }
    return late(push, xml, pending);
  }

  /** Time is running short: the push is put on disk, so that it can be acknowledged if the answer does not come in time. */
  async function late(push: Push, xml: string, pending: Promise<PushRecord>): Promise<Said> {
    const keeping = latePushes.keep(push, xml);
    const stored = pending.then(
      (record) => ({ record }),
      () => keeping.then(() => undefined),
    );
    const said = await within(stored, deadlineMs - aloneMs);
    if (said) {
      void latePushes.ended(push, true);
      return said;
    }
    const isKept = (await within(keeping, 0)) === true;
    count('late');
    void lateAnswers.givenUp(push, pending, !isKept).then((done) => latePushes.ended(push, done));
    if (!isKept) {
      logger.warn({ push: push.kind }, 'push not stored in time, left for its repeat');
      return undefined;
    }
    count('kept');
    logger.warn({ push: push.kind }, 'push not stored in time, kept on disk');
    return 'kept';
  }

  /** One answer to every refusal: nothing can be learnt from it. */
  function refuse(ctx: Context, outcome: 'refused' | 'malformed' = 'refused'): void {
    count(outcome);
    plain(ctx, 403, refusal);
  }
}

type Answered = { readonly push: Push; readonly opened: OpenedPush; readonly record: PushRecord };

/** @returns undefined where it takes longer */
async function within<T>(pending: Promise<T>, ms: number): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), ms);
  });
  try {
    return await Promise.race([pending, late]);
  } finally {
    clearTimeout(timer);
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

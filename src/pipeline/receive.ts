import { parse } from 'node:querystring';
import type { Context, Middleware } from 'koa';
import type { PushRecord } from '../domain/push-record.ts';
import type { Push } from '../domain/push.ts';
import type { Clock } from '../lib/clock.ts';
import { buildReply } from '../wechat/build-reply.ts';
import { openPush, sealReply, verifyEcho, type OpenedPush, type Sealing } from '../wechat/envelope.ts';
import { parsePush } from '../wechat/parse-push.ts';
import { createInTime, type InTimeDeps } from './in-time.ts';
import { readBody } from './read-body.ts';

export type ReceiveDeps = Omit<InTimeDeps, 'count'> & {
  readonly sealing: Sealing;
  /** whether pushes may come from this address */
  readonly admitsAddress: (address: string) => boolean;
  /** whether nothing else came under the same timestamp and nonce */
  readonly admits: (opened: OpenedPush) => boolean | Promise<boolean>;
  /** undefined where more is under way than may be: the push was not looked at */
  readonly handle: (push: Push) => Promise<PushRecord> | undefined;
  /** counts what became of a push */
  readonly count: (outcome: Outcome) => void;
  readonly clock: Clock;
};

type Outcome = 'answered' | 'refused' | 'malformed' | 'unknown' | 'late' | 'kept' | 'failed' | 'overloaded';

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
  deadlineMs,
  aloneMs,
}: ReceiveDeps): Middleware {
  const inTime = createInTime({ lateAnswers, latePushes, count, logger, deadlineMs, aloneMs });

  return (ctx) => {
    if (ctx.method === 'POST') return take(ctx);
    if (ctx.method === 'GET') echo(ctx);
    else ctx.status = 405;
    return undefined;
  };

  function echo(ctx: Context): void {
    const verified = verifyEcho(parse(ctx.querystring), sealing.tokens);
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
    const opened = openPush({ query: parse(ctx.querystring), body }, sealing, clock());
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
    const sealed = sealReply(xml, opened, { now: clock(), ...sealing });
    send(ctx, { status: 200, type: xml === 'success' ? plainText : 'application/xml', body: sealed });
  }

  /** One answer to every refusal: nothing can be learnt from it. */
  function refuse(ctx: Context, outcome: 'refused' | 'malformed' = 'refused'): void {
    count(outcome);
    plain(ctx, 403, refusal);
  }
}

type Answered = { readonly push: Push; readonly opened: OpenedPush; readonly record: PushRecord };

/** Not stored, or not known to be: no 200, and WeChat sends again. */
function hangUp(ctx: Context): void {
  ctx.respond = false;
  ctx.req.socket.destroy();
}

const plainText = 'text/plain; charset=utf-8';

function plain(ctx: Context, status: number, body: string): void {
  send(ctx, { status, type: plainText, body });
}

type Answer = { readonly status: number; readonly type: string; readonly body: string };

/** The type goes as it is: Koa would look it up, and make lists of a single header. */
function send(ctx: Context, { status, type, body }: Answer): void {
  ctx.status = status;
  ctx.res.setHeader('Content-Type', type);
  ctx.body = body;
}

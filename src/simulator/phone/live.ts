import type { ServerResponse } from 'node:http';
import type { Context } from 'koa';
import type { Change } from '../state/customers.ts';

const maxStreams = 50;
/** A browser that does not read is let go, rather than kept in memory. */
const maxWaitingBytes = 1024 * 1024;
const beatMs = 20_000;

/** Tells open phone pages what changes, as server-sent events. */
export function createLive(subscribe: (listener: (change: Change) => void) => () => void) {
  const streams = new Set<ServerResponse>();
  const stop = subscribe((change) => tell(`event: ${change.kind}\ndata: ${JSON.stringify(change)}\n\n`));
  const beat = setInterval(() => tell(': still here\n\n'), beatMs).unref();

  function tell(message: string): void {
    for (const stream of streams) {
      if (stream.writableLength > maxWaitingBytes) stream.destroy();
      else stream.write(message);
    }
  }

  /** Written past Koa, which takes a reader who goes away for an error. */
  function attach(ctx: Context): void {
    if (streams.size >= maxStreams) ctx.throw(503, 'too_many_phones');
    ctx.respond = false;
    const stream = ctx.res;
    streams.add(stream);
    stream.once('close', () => streams.delete(stream));
    stream.writeHead(200, {
      'Content-Type': 'text/event-stream',
      'Cache-Control': 'no-store',
      'X-Accel-Buffering': 'no',
    });
    stream.write('retry: 1000\n\n');
  }

  function close(): void {
    stop();
    clearInterval(beat);
    for (const stream of streams) stream.end();
  }

  return { attach, close };
}

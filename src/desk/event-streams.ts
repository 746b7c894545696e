import { PassThrough } from 'node:stream';
import type { DeskPorts, TicketSignal } from '../domain/desk.ts';
import type { AgentId } from '../domain/ids.ts';
import type { Logger } from '../lib/logger.ts';
import type { Staff } from '../staff/staff.ts';

const heartbeatMs = 15_000;
/** how soon a sign-in that ended elsewhere (another instance) loses its stream */
const checkMs = 900;
/** a reader that has stopped reading is cut: its console reconnects and asks for what it missed */
const maxUnreadBytes = 256 * 1024;
const maxReplayed = 1_000;
/** tabs of one agent; the oldest gives way */
const maxPerAccount = 12;

type Stream = { readonly account: AgentId; readonly session: string; readonly out: PassThrough };

function format(signal: TicketSignal): string {
  const { id, event, number, epoch } = signal;
  return `id: ${id}\nevent: ${event}\ndata: ${JSON.stringify({ number, epoch })}\n\n`;
}

/** Says that what was missed can't be told: the console reads its lists again. */
const resync = 'event: resync\ndata: {}\n\n';

/**
 * The consoles' live events. They are signals that a ticket has moved to an epoch, never its content: a console that is
 * behind reads again, so that neither a lost nor a doubled nor a late one does harm.
 */
export function createEventStreams(deps: {
  readonly ports: Pick<DeskPorts, 'subscribe' | 'signalsSince'>;
  readonly staff: Pick<Staff, 'stillSignedIn' | 'presence'>;
  readonly logger: Logger;
}) {
  const { ports, staff, logger } = deps;
  const streams = new Set<Stream>();

  function write(stream: Stream, text: string): void {
    if (stream.out.writableLength > maxUnreadBytes) stream.out.destroy();
    else if (!stream.out.destroyed) stream.out.write(text);
  }

  function closeOf(which: (stream: Stream) => boolean): void {
    for (const stream of [...streams].filter(which)) {
      streams.delete(stream);
      stream.out.end();
    }
  }

  async function checkSignIns(): Promise<void> {
    if (streams.size === 0) return;
    const held = await staff.stillSignedIn([...new Set([...streams].map(({ session }) => session))]);
    closeOf(({ session }) => !held.has(session));
    await staff.presence.seen([...new Set([...streams].map(({ account }) => account))]);
  }

  const timers = [
    setInterval(() => {
      for (const stream of streams) write(stream, ': still here\n\n');
    }, heartbeatMs),
    setInterval(() => {
      checkSignIns().catch((err: unknown) => logger.warn({ err }, 'sign-ins of open consoles not checked'));
    }, checkMs),
  ];
  for (const timer of timers) timer.unref();

  /** What was missed since a position, then what happens: in one order, nothing twice. */
  async function feed(stream: Stream, lastEventId: string | undefined): Promise<void> {
    let waiting: TicketSignal[] | undefined = [];
    const stop = ports.subscribe((signal) => {
      if (waiting) waiting.push(signal);
      else write(stream, format(signal));
    });
    stream.out.once('close', () => {
      stop();
      streams.delete(stream);
    });
    const missed = lastEventId === undefined ? [] : await ports.signalsSince(lastEventId, maxReplayed);
    const isTooFar = missed === 'too_old' || missed.length >= maxReplayed;
    const replayed = isTooFar ? [] : missed;
    const known = new Set(replayed.map(({ id }) => id));
    if (isTooFar) write(stream, resync);
    for (const signal of replayed) write(stream, format(signal));
    for (const signal of waiting) if (!known.has(signal.id)) write(stream, format(signal));
    waiting = undefined;
  }

  /**
   * Opens one console's stream.
   *
   * @param lastEventId the browser's `Last-Event-ID`, checked by `isEventId`
   */
  function open(by: Omit<Stream, 'out'>, lastEventId: string | undefined): PassThrough {
    const stream: Stream = { ...by, out: new PassThrough() };
    const ofAccount = [...streams].filter(({ account }) => account === by.account);
    if (ofAccount.length >= maxPerAccount) closeOf((other) => other === ofAccount[0]);
    streams.add(stream);
    write(stream, 'retry: 2000\n\n');
    feed(stream, lastEventId).catch((err: unknown) => {
      logger.error({ err }, 'event stream ended');
      stream.out.destroy();
    });
    return stream.out;
  }

  function close(): void {
    for (const timer of timers) clearInterval(timer);
    closeOf(() => true);
  }

  return { open, closeOf, close, size: () => streams.size };
}

export type EventStreams = ReturnType<typeof createEventStreams>;

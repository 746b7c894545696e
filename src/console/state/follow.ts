import { t } from '../i18n/i18n.ts';
import { listen } from './live.ts';
import { isAvailable } from './duty.ts';
import { me, worksOnTickets } from './me.ts';
import { queue, readList } from './queue.ts';
import { settings } from './settings.ts';
import { alertOf, chime } from './sound.ts';
import { readThread, thread } from './thread.ts';

/** Signals come in bursts: what they ask for is read once after each. */
const gatherMs = 120;
/** when nothing is heard (a proxy that swallows the events), lists are still never older than this */
const pollMs = 30_000;
/** how often a waiting emergency is heard again, until somebody takes it */
const nagMs = 30_000;

function isMineByNumber(number: string): boolean {
  const ticket = queue.tickets.find((known) => known.number === number) ?? thread.ticket;
  return ticket?.number === number && ticket.owner?.employeeNumber === me.value?.employeeNumber;
}

function soundFor(event: string, number: string): void {
  if (event === 'ticket.queued') alertOf('queue');
  const isWatched = thread.number === number && !document.hidden;
  if (event === 'ticket.message' && !isWatched && isMineByNumber(number)) alertOf('mine');
}

/** An emergency that waits is heard until it is taken, by those who could take it. */
function nag(): void {
  const mayTake = settings.nag && settings.sound !== 'off' && worksOnTickets.value && isAvailable.value;
  if (mayTake && queue.urgentWaits) void chime();
}

function showInTitle(): void {
  const { queued } = queue.counts;
  document.title = queued > 0 ? `(${queued}) ${t('app.title')}` : t('app.title');
}

/** Keeps the list and the open ticket as they are on the server. @returns how to stop */
export function followTickets(): () => void {
  let pending: ReturnType<typeof setTimeout> | undefined;
  let isThreadDue = false;

  async function readDue(): Promise<void> {
    pending = undefined;
    const reading = isThreadDue ? [readList(), readThread()] : [readList()];
    isThreadDue = false;
    await Promise.all(reading);
    showInTitle();
  }

  function readSoon(withThread: boolean): void {
    isThreadDue ||= withThread;
    pending ??= setTimeout(() => void readDue(), gatherMs);
  }

  const stopListening = listen({
    onSignal({ event, number }) {
      soundFor(event, number);
      readSoon(number === thread.number);
    },
    onResync: () => readSoon(true),
  });
  const poll = setInterval(() => readSoon(true), pollMs);
  const nagging = setInterval(nag, nagMs);

  return () => {
    stopListening();
    clearInterval(poll);
    clearInterval(nagging);
    clearTimeout(pending);
  };
}

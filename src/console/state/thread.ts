import { computed, reactive } from 'vue';
import { get, post, remove, type Outcome } from '../api.ts';
import type { LineView, ThreadView, TicketView } from '../api-types.ts';
import { me, worksOnTickets } from './me.ts';
import { readList } from './queue.ts';
import { sayRefused } from './toasts.ts';

/** The ticket that is open on the right. */
export const thread = reactive<{ number: string | undefined; ticket: ThreadView | undefined }>({
  number: undefined,
  ticket: undefined,
});

let asked = 0;

export async function readThread(): Promise<void> {
  const { number } = thread;
  if (number === undefined) return;
  const mine = ++asked;
  const outcome = await get<ThreadView>(`tickets/${number}`);
  if (mine !== asked || thread.number !== number) return;
  if (outcome.ok) thread.ticket = outcome.value;
  else if (outcome.failure.status === 404) {
    thread.ticket = undefined;
    sayRefused(outcome.failure);
  }
}

export async function openThread(number: string | undefined): Promise<void> {
  if (thread.number === number) return;
  thread.number = number;
  thread.ticket = undefined;
  await readThread();
}

export const isMine = computed(
  () => thread.ticket?.owner !== undefined && thread.ticket.owner.employeeNumber === me.value?.employeeNumber,
);
export const isClosed = computed(() => thread.ticket?.state === 'closed' || thread.ticket?.state === 'wrapup');
/** given by a colleague, and to be taken up or put back */
export const isOffered = computed(() => isMine.value && thread.ticket?.offer !== undefined);
export const canReopen = computed(() => worksOnTickets.value && isClosed.value);
export const canClaim = computed(() => worksOnTickets.value && thread.ticket?.state === 'queued');
export const canWrite = computed(() => worksOnTickets.value && isMine.value && !isClosed.value);

/** After a change of ours, done or refused: the ticket and the lists as they are now. */
async function settle<T>(outcome: Outcome<T>): Promise<Outcome<T>> {
  if (!outcome.ok) sayRefused(outcome.failure);
  await Promise.all([readThread(), readList()]);
  return outcome;
}

async function change(action: string, body: object): Promise<Outcome<TicketView>> {
  const { ticket } = thread;
  const path = `tickets/${ticket?.number ?? ''}/${action}`;
  return settle(await post<TicketView>(path, { ...body, epoch: ticket?.epoch ?? 0 }));
}

export async function claim(number: string): Promise<Outcome<TicketView>> {
  return settle(await post<TicketView>(`tickets/${number}/claim`));
}

/** The most urgent one that waits; undefined when nobody does. */
export async function claimNext(): Promise<Outcome<TicketView | undefined>> {
  return settle(await post<TicketView | undefined>('tickets/next'));
}

export const transfer = (to: string, note: string) => change('transfer', { to, ...(note !== '' && { note }) });
export const escalate = (note: string) => change('escalate', { ...(note !== '' && { note }) });
export const snooze = (until: Date) => change('snooze', { until: until.toISOString() });
export const resolve = (code: string) => change('resolve', { code });
export const wait = (party: string, until: Date, note: string) =>
  change('wait', { party, until: until.toISOString(), ...(note !== '' && { note }) });
export const release = () => change('release', {});
export const accept = () => change('accept', {});
export const decline = () => change('decline', {});
export const reopen = () => change('reopen', {});

/** @param key the same for a reply that is sent again because nobody knows whether it arrived */
export async function reply(text: string, key: string): Promise<Outcome<{ message: LineView; epoch: number }>> {
  const { ticket } = thread;
  const path = `tickets/${ticket?.number ?? ''}/reply`;
  const outcome = await post<{ message: LineView; epoch: number }>(path, { text, epoch: ticket?.epoch ?? 0, key });
  await readThread();
  return outcome;
}

/** Takes a reply back that has not left yet. */
export async function takeBack(message: string): Promise<Outcome<{ message: LineView }>> {
  const number = thread.number ?? '';
  const outcome = await remove<{ message: LineView }>(`tickets/${number}/replies/${encodeURIComponent(message)}`);
  if (!outcome.ok) sayRefused(outcome.failure);
  await readThread();
  return outcome;
}

export async function addNote(text: string): Promise<Outcome<LineView>> {
  const outcome = await post<LineView>(`tickets/${thread.number ?? ''}/note`, { text });
  await readThread();
  return outcome;
}

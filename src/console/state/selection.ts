import { computed, reactive, watch } from 'vue';
import { post } from '../api.ts';
import type { OneResult, TicketView } from '../api-types.ts';
import { t } from '../i18n/i18n.ts';
import { queue, readList } from './queue.ts';
import { readThread } from './thread.ts';
import { sayDone, sayRefused, sayText } from './toasts.ts';

/** Tickets chosen in the list, with the epoch at which each was chosen. */
const chosen = reactive(new Map<string, number>());
let last: string | undefined;

export const selectedCount = computed(() => chosen.size);
export const isSelected = (number: string): boolean => chosen.has(number);

export const selectedNumbers = (): string[] => [...chosen.keys()];

export function clearSelection(): void {
  chosen.clear();
  last = undefined;
}

// Another list is another matter.
watch(() => queue.tab, clearSelection);

/** @param upTo chooses everything between this one and the last one chosen, as everywhere with Shift */
export function select(ticket: TicketView, upTo = false): void {
  const isOn = !chosen.has(ticket.number);
  const range = upTo && last !== undefined ? between(last, ticket.number) : [ticket];
  for (const one of range) {
    if (isOn) chosen.set(one.number, one.epoch);
    else chosen.delete(one.number);
  }
  last = ticket.number;
}

function between(one: string, other: string): readonly TicketView[] {
  const ends = [one, other].map((number) => queue.tickets.findIndex((ticket) => ticket.number === number));
  return queue.tickets.slice(Math.max(0, Math.min(...ends)), Math.max(...ends) + 1);
}

/** Ends what is chosen, each under the epoch that was seen; says what stayed and why. */
export async function closeSelected(code: string): Promise<void> {
  const tickets = [...chosen].map(([number, epoch]) => ({ number, epoch }));
  const outcome = await post<{ results: OneResult[] }>('tickets/close', { tickets, code });
  if (outcome.ok) tell(outcome.value.results);
  else sayRefused(outcome.failure);
  clearSelection();
  await Promise.all([readList(), readThread()]);
}

function tell(results: readonly OneResult[]): void {
  const kept = results.filter(({ ok }) => !ok);
  const n = results.length - kept.length;
  const why = [...new Set(kept.map(({ message }) => message ?? ''))].join(' ');
  if (kept.length === 0) sayDone(t('bulk.done', { n }));
  else sayText(t('bulk.kept', { n, kept: kept.length, why }));
}

import { computed, reactive } from 'vue';
import { get } from '../api.ts';
import type { Counts, TicketPage, TicketView } from '../api-types.ts';

export const tabs = ['queued', 'mine', 'snoozed', 'all'] as const;
export type Tab = (typeof tabs)[number];

const pageSize = 50;

type Queue = {
  tab: Tab;
  search: string;
  tickets: readonly TicketView[];
  next: string | undefined;
  counts: Counts;
  isLoaded: boolean;
  /** the head of the queue is an emergency */
  urgentWaits: boolean;
};

export const queue = reactive<Queue>({
  tab: 'queued',
  search: '',
  tickets: [],
  next: undefined,
  counts: { queued: 0, mine: 0, snoozed: 0, live: 0 },
  isLoaded: false,
  urgentWaits: false,
});

const asQuery: Readonly<Record<Tab, Readonly<Record<string, string>>>> = {
  queued: { state: 'queued' },
  mine: { mine: 'true' },
  snoozed: { state: 'snoozed' },
  all: {},
};

function address(after?: string): string {
  const query = new URLSearchParams({ ...asQuery[queue.tab], limit: String(pageSize) });
  const words = queue.search.trim();
  if (words !== '') query.set('q', words);
  if (after !== undefined) query.set('after', after);
  return `tickets?${query.toString()}`;
}

/** Closed tickets are in "all" and in searches; the other lists are of what there is to do. */
function belongs(ticket: TicketView): boolean {
  return queue.tab !== 'mine' || queue.search !== '' || ticket.state !== 'closed';
}

// Lists are read again on every signal: of answers that overtake each other the last one asked for counts.
let asked = 0;

export async function readList(): Promise<void> {
  const mine = ++asked;
  const [page, counts, head] = await Promise.all([
    get<TicketPage>(address()),
    get<Counts>('counts'),
    get<TicketPage>('tickets?state=queued&limit=1'),
  ]);
  if (counts.ok) queue.counts = counts.value;
  if (head.ok) queue.urgentWaits = head.value.tickets[0]?.priority === 'urgent';
  if (!page.ok || mine !== asked) return;
  queue.tickets = page.value.tickets.filter(belongs);
  queue.next = page.value.next;
  queue.isLoaded = true;
}

export async function readMore(): Promise<void> {
  if (queue.next === undefined) return;
  const mine = asked;
  const page = await get<TicketPage>(address(queue.next));
  if (!page.ok || mine !== asked) return;
  queue.tickets = [...queue.tickets, ...page.value.tickets.filter(belongs)];
  queue.next = page.value.next;
}

export function showTab(tab: Tab): void {
  queue.tab = tab;
  queue.isLoaded = false;
  queue.tickets = [];
  void readList();
}

export const countOf = computed<Readonly<Record<Tab, number>>>(() => ({
  queued: queue.counts.queued,
  mine: queue.counts.mine,
  snoozed: queue.counts.snoozed,
  all: queue.counts.live,
}));

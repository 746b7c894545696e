import { ref, watch } from 'vue';
import { get, post, type Outcome } from '../api.ts';
import type { CustomerView, LineView, TicketView } from '../api-types.ts';
import { thread } from './thread.ts';

/** What the desk knows of the open ticket's customer. */
export const customer = ref<CustomerView>();

async function read(): Promise<void> {
  const id = thread.ticket?.customer;
  if (id === undefined) {
    customer.value = undefined;
    return;
  }
  const outcome = await get<CustomerView>(`customers/${id}`);
  if (thread.ticket?.customer === id) customer.value = outcome.ok ? outcome.value : undefined;
}

// Each look is on record: only when there may be something new to see.
watch(
  () => [thread.ticket?.customer, thread.ticket?.lastInAt, thread.ticket?.lastOutAt, thread.ticket?.state],
  (now, before) => {
    if (now.join() !== before.join()) void read();
  },
);

const path = (rest: string): string => `customers/${thread.ticket?.customer ?? ''}/${rest}`;

async function change(action: string, body: object): Promise<Outcome<CustomerView>> {
  const outcome = await post<CustomerView>(path(action), body);
  if (outcome.ok) customer.value = outcome.value;
  return outcome;
}

export const restrain = (kind: 'muted' | 'blocked', until: Date, reason: string) =>
  change('restrain', { kind, until: until.toISOString(), reason });
export const release = () => change('release', {});

export function writeFirst(text: string): Promise<Outcome<{ ticket: TicketView; message: LineView }>> {
  return post(path('tickets'), { text, topic: thread.ticket?.topic ?? 'other' });
}

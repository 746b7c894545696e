import type { Customers } from '../customers/customers-store.ts';
import { summaryAt } from '../customers/window.ts';
import type { Say } from '../dialogue/say.ts';
import type { Ticket } from '../domain/ticket.ts';
import type { Clock } from '../lib/clock.ts';
import { eachAlone } from '../lib/each-alone.ts';
import type { OutboxStore } from '../outbox/outbox-store.ts';
import type { Tickets } from '../queue/tickets-store.ts';

export type AskToStayDeps = {
  readonly tickets: Pick<Tickets, 'quietBetween'>;
  readonly customers: Pick<Customers, 'find'>;
  readonly outbox: Pick<OutboxStore, 'add'>;
  readonly say: Say;
  readonly deliver: () => void;
  /** how long a message keeps the window open */
  readonly windowMs: number;
  /** how long before it closes the customer is asked */
  readonly beforeMs: number;
  readonly clock: Clock;
};

const mostAtOnce = 500;

/**
 * Before WeChat closes the window on a customer who waits for an answer, he is asked to write anything: afterwards
 * nothing could reach him. Once a window: the outbox knows the notice by its end.
 */
export function createAskToStay(deps: AskToStayDeps) {
  const { tickets, customers, outbox, say, deliver, windowMs, beforeMs, clock } = deps;

  return async (): Promise<void> => {
    const now = clock();
    const [from, to] = [new Date(now.getTime() - windowMs), new Date(now.getTime() - windowMs + beforeMs)];
    try {
      await eachAlone(quietBetween(from, to), (ticket) => ask(ticket, now));
    } finally {
      deliver();
    }
  };

  /** A page at a time: who was quiet at the end of one may come again in the next, and is asked once all the same. */
  async function* quietBetween(from: Date, to: Date): AsyncGenerator<Ticket> {
    for (let after: Date | undefined = from; after;) {
      const quiet = await tickets.quietBetween(after, to, mostAtOnce);
      yield* quiet;
      const last = quiet.length < mostAtOnce ? undefined : quiet.at(-1)?.lastInAt;
      // Others may have fallen quiet in that very millisecond.
      const next: Date | undefined = last && new Date(last.getTime() - 1);
      after = next && next > after ? next : last;
    }
  }

  async function ask({ number, openId }: Ticket, now: Date): Promise<void> {
    const customer = await customers.find(openId);
    const window = customer && summaryAt(customer.window, now);
    if (!window || window.closesAt.getTime() - now.getTime() > beforeMs) return;
    await outbox.add({
      id: `stay:${number}:${window.closesAt.getTime()}`,
      openId,
      customer: customer.customer,
      kind: 'notice',
      message: { kind: 'text', text: say('stayInTouch', { number }) },
      at: now,
    });
  }
}

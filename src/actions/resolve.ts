import type { Customers } from '../customers/customers-store.ts';
import { optionsOf } from '../dialogue/render.ts';
import type { Say } from '../dialogue/say.ts';
import type { Agent } from '../domain/agent.ts';
import type { TicketResult } from '../domain/desk.ts';
import type { TicketNumber } from '../domain/ids.ts';
import type { CloseCode, Ticket } from '../domain/ticket.ts';
import type { Clock } from '../lib/clock.ts';
import { renderTappable, withoutTaps } from '../lib/tappable.ts';
import type { OutboxStore } from '../outbox/outbox-store.ts';
import type { Tickets } from '../queue/tickets-store.ts';
import type { Transcripts } from '../queue/transcripts-store.ts';
import { actorOf, ownedBy } from './refusals.ts';

export type ResolveDeps = {
  readonly tickets: Tickets;
  readonly customers: Pick<Customers, 'mutate'>;
  readonly transcripts: Pick<Transcripts, 'add'>;
  readonly outbox: Pick<OutboxStore, 'add'>;
  readonly say: Say;
  readonly links: boolean;
  readonly deliver: () => void;
  readonly clock: Clock;
};

/** After these the customer is asked whether it helped; the others end without a word. */
const asked: readonly CloseCode[] = ['solved', 'complaint'];

/** An agent has done what he could: the ticket leaves him, and the customer is asked whether it helped. */
export function createResolve(deps: ResolveDeps) {
  const { tickets, customers, transcripts, outbox, say, links, deliver, clock } = deps;

  return async (
    { number, code, epoch }: { number: TicketNumber; code: CloseCode; epoch: number },
    by: Agent,
  ): Promise<TicketResult<Ticket>> => {
    const asks = asked.includes(code);
    const resolved = await tickets.change(number, {
      transition: asks ? 'resolve' : 'end',
      actor: actorOf(by),
      epoch,
      where: ownedBy(by),
      set: { closeCode: code, ...(asks ? { lastOutAt: clock() } : { closedAt: clock() }) },
      codes: [code],
    });
    if (resolved.ok) await tellCustomer(resolved.value, asks);
    return resolved;
  };

  async function tellCustomer({ number, openId }: Ticket, asks: boolean): Promise<void> {
    const text = `${say('botMark')}${say('surveyAsk', { number })}`;
    const at = clock();
    const customer = await customers.mutate(openId, ({ ticket, ...before }) => {
      if (ticket !== number) return undefined;
      if (!asks) return before;
      const dialogue = { kind: 'survey', ticket: number, since: at } as const;
      return { ...before, seq: before.seq + 1, dialogue, options: optionsOf(text) };
    });
    if (!asks || !customer) return;
    const id = `survey:${number}`;
    const shown = renderTappable(text, links);
    const about = { customer: customer.customer, ticket: number, at };
    await transcripts.add([{ ...about, id, seq: customer.seq, from: 'bot', kind: 'text', text: withoutTaps(shown) }]);
    await outbox.add({ ...about, id, openId, kind: 'notice', message: { kind: 'text', text: shown } });
    deliver();
  }
}

import type { Customers } from '../customers/customers-store.ts';
import type { IdentityPorts, IdentityResult, Subject } from '../domain/desk-identity.ts';
import type { CustomerId, TicketNumber } from '../domain/ids.ts';
import type { OutgoingVerdict, Redacted } from '../domain/safety.ts';
import type { Challenges } from '../identity/challenges.ts';
import { err, ok } from '../lib/result.ts';
import type { Tickets } from '../queue/tickets-store.ts';

export type ChallengeCustomerDeps = {
  readonly tickets: Pick<Tickets, 'get'>;
  readonly customers: Pick<Customers, 'findByCustomer'>;
  readonly challenges: Pick<Challenges, 'issue' | 'revoke' | 'wordFor'>;
  readonly redact: (text: string) => Redacted;
  readonly check: (text: string) => OutgoingVerdict;
};

type Ports = Pick<IdentityPorts, 'issueCode' | 'revokeCode' | 'readWord'>;
type Known = { readonly customer: CustomerId; readonly ticket?: TicketNumber };

/** Proof for a customer in another channel: an agent names ticket or customer, and gets a code to say or a word to hear. */
export function createChallengeCustomer({ tickets, customers, challenges, redact, check }: ChallengeCustomerDeps) {
  async function whoIs(subject: Subject): Promise<Known | undefined> {
    if (subject.kind === 'customer') {
      const found = await customers.findByCustomer(subject.customer);
      return found && { customer: found.customer };
    }
    const ticket = await tickets.get(subject.number);
    return ticket && { customer: ticket.customer, ticket: ticket.number };
  }

  async function forKnown<T>(subject: Subject, act: (known: Known) => Promise<IdentityResult<T>>) {
    const known = await whoIs(subject);
    return known ? act(known) : err({ kind: 'not_found' } as const);
  }

  const ports: Ports = {
    issueCode: ({ subject, matter }, by) =>
      forKnown(subject, async ({ customer, ticket }) => {
        const shown = redact(matter).masked;
        const verdict = check(shown);
        if (!verdict.ok) return err({ kind: 'blocked', code: verdict.code, reason: verdict.reason });
        const { name, employeeNumber } = by;
        const challenger = { agent: by.id, name, employeeNumber, matter: shown, ...(ticket && { ticket }) };
        return ok(await challenges.issue(customer, challenger));
      }),
    revokeCode: (subject, by) =>
      forKnown(subject, async ({ customer }) => {
        await challenges.revoke(customer, by);
        return ok(undefined);
      }),
    readWord: (subject, by) =>
      forKnown(subject, async ({ customer }) => {
        const found = await challenges.wordFor(customer, by);
        return found ? ok(found) : err({ kind: 'no_word' });
      }),
  };
  return ports;
}

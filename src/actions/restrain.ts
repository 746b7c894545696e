import type { Customers } from '../customers/customers-store.ts';
import { summaryAt } from '../customers/window.ts';
import type { Agent } from '../domain/agent.ts';
import type { CarePorts, CustomerCard } from '../domain/care.ts';
import type { Customer, Restraint } from '../domain/customer.ts';
import type { EventInput } from '../domain/event.ts';
import type { CustomerId } from '../domain/ids.ts';
import type { Redacted } from '../domain/safety.ts';
import type { Clock } from '../lib/clock.ts';
import { actorOf } from './refusals.ts';

export type RestrainDeps = {
  readonly customers: Pick<Customers, 'findByCustomer' | 'mutate'>;
  readonly redact: (text: string) => Redacted;
  readonly record: (event: EventInput) => Promise<void>;
  readonly clock: Clock;
};

type CustomerCare = Pick<CarePorts, 'readCustomer' | 'restrain' | 'release'>;

/** A customer is muted or blocked for a time, and let go again; each on record with who did it. */
export function createCustomerCare({ customers, redact, record, clock }: RestrainDeps): CustomerCare {
  async function set(id: CustomerId, restraint: Restraint | undefined): Promise<CustomerCard | undefined> {
    const found = await customers.findByCustomer(id);
    const changed =
      found &&
      (await customers.mutate(found.openId, ({ restraint: _before, ...rest }) => ({
        ...rest,
        ...(restraint && { restraint }),
      })));
    return changed && toCard(changed, clock());
  }

  async function tell(kind: string, customer: CustomerId, by: Agent): Promise<void> {
    await record({ kind: `customer.${kind}`, customer, actor: actorOf(by) });
  }

  return {
    async readCustomer(customer, by) {
      const found = await customers.findByCustomer(customer);
      if (!found) return undefined;
      await tell('read', customer, by);
      return toCard(found, clock());
    },
    async restrain({ customer, kind, until, reason }, by) {
      const since = clock();
      const restraint = { kind, until, reason: redact(reason).masked, by: by.employeeNumber, since, told: false };
      const card = await set(customer, restraint);
      if (card) await tell(kind, customer, by);
      return card;
    },
    async release(customer, by) {
      const card = await set(customer, undefined);
      if (card) await tell('released', customer, by);
      return card;
    },
  };
}

function toCard({ customer, followed, ticket, lastInAt, restraint, ...rest }: Customer, now: Date): CustomerCard {
  const window = summaryAt(rest.window, now);
  return {
    customer,
    followed,
    ...(window && { window }),
    ...(ticket !== undefined && { ticket }),
    ...(lastInAt && { lastInAt }),
    ...(restraint && { restraint }),
  };
}

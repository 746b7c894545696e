import type { Connection } from 'mongoose';
import { createCustomerData, type CustomerDataDeps } from '../actions/customer-data.ts';
import { createExpireMedia, type ExpireMediaDeps } from '../actions/expire-media.ts';
import type { Config } from '../config.ts';
import type { Customers } from '../customers/customers-store.ts';
import { createHolds } from '../customers/holds-store.ts';
import { eraseSubject, exportSubject, type Exported } from '../store/erasure.ts';
import { createRetention } from '../store/retention.ts';

type Parts = Omit<CustomerDataDeps, 'holds' | 'stored' | 'customers'> & {
  readonly customers: CustomerDataDeps['customers'] & Pick<Customers, 'inFull'>;
  readonly terms: ExpireMediaDeps['terms'];
  readonly connection: Connection;
  readonly config: Pick<Config, 'behaviour'>;
};

/** Handing out, erasing and keeping what is known of customers, on demand and by time. */
export function joinCustomerData({ connection, config, terms, ...shared }: Parts) {
  const { ports, eraseAll, eraseExpired, heldOf } = createCustomerData({
    ...shared,
    holds: createHolds({ connection }),
    stored: {
      erase: (who) => eraseSubject(connection, who),
      read: (who) => inFull(exportSubject(connection, who), shared.customers),
    },
  });
  const { conversationDays, customerDays, recordDays } = config.behaviour.retention;
  const retention = createRetention({
    ...{ connection, heldOf, eraseCustomer: eraseExpired },
    periods: { conversation: conversationDays, customer: customerDays, record: recordDays },
  });

  return {
    ports,
    eraseAll,
    heldOf,
    ...createExpireMedia({ terms, heldOf, cases: shared.cases, clock: shared.clock }),
    eraseExpired: ({ signal }: { readonly signal: AbortSignal }) => retention.eraseExpired(shared.clock(), signal),
  };
}

async function* inFull(all: AsyncIterable<Exported>, customers: Pick<Customers, 'inFull'>): AsyncGenerator<Exported> {
  for await (const { collection, document } of all) yield { collection, document: await customers.inFull(document) };
}

import type { Connection } from 'mongoose';
import { createCustomerData, type CustomerDataDeps } from '../actions/customer-data.ts';
import { createExpireMedia, type ExpireMediaDeps } from '../actions/expire-media.ts';
import type { Config } from '../config.ts';
import { createHolds } from '../customers/holds-store.ts';
import { eraseSubject, exportSubject } from '../store/erasure.ts';
import { createRetention } from '../store/retention.ts';

type Parts = Omit<CustomerDataDeps, 'holds' | 'stored'> & {
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
      read: (who) => exportSubject(connection, who),
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

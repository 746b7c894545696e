import type { Connection } from 'mongoose';
import { createCustomerData, type CustomerDataDeps } from '../actions/customer-data.ts';
import type { Config } from '../config.ts';
import { createHolds } from '../customers/holds-store.ts';
import { eraseSubject, exportSubject } from '../store/erasure.ts';
import { createRetention } from '../store/retention.ts';

type Parts = Omit<CustomerDataDeps, 'holds' | 'stored'> & {
  readonly connection: Connection;
  readonly config: Pick<Config, 'behaviour'>;
};

/** Handing out, erasing and keeping what is known of customers, on demand and by time. */
export function joinCustomerData({ connection, config, ...shared }: Parts) {
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
    eraseExpired: ({ signal }: { readonly signal: AbortSignal }) => retention.eraseExpired(shared.clock(), signal),
  };
}

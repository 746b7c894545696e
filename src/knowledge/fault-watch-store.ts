import { createHash } from 'node:crypto';
import type { Connection } from 'mongoose';
import type { CustomerId } from '../domain/ids.ts';
import type { CallStaff } from '../domain/page.ts';
import type { Clock } from '../lib/clock.ts';
import { insertNew } from '../store/collection.ts';
import { modelOf, trusted, type CollectionSpec } from '../store/schema.ts';

/** How many different customers within how many minutes make an alarm of their questions. */
export type FaultAlarm = { readonly customers: number; readonly minutes: number };

type AskedDocument = { readonly _id: string; readonly at: Date };

const spec: CollectionSpec = {
  name: 'asked_if_down',
  retention: 'technical',
  fields: { at: { type: Date, required: true } },
  indexes: [{ key: { at: 1 }, expireAfterSeconds: 24 * 3600 }],
};

export type FaultWatchDeps = {
  readonly connection: Connection;
  readonly alarm: FaultAlarm;
  /** calls staff; the same id twice is one call */
  readonly callStaff: CallStaff;
  readonly clock: Clock;
};

/**
 * Counts who asks whether something is down while no notice says so. Enough of them within the window raise one alarm
 * a window: customers notice a fault before the monitors do.
 */
export function createFaultWatch({ connection, alarm, callStaff, clock }: FaultWatchDeps) {
  const asked = modelOf<AskedDocument>(connection, spec);
  const windowMs = alarm.minutes * 60_000;

  /** One customer counts once a window, however often he asks. */
  async function count(customer: CustomerId): Promise<void> {
    const now = clock();
    const window = Math.floor(now.getTime() / windowMs);
    const mark = createHash('sha256').update(`${customer}\n${window}`).digest('base64url').slice(0, 22);
    if (!(await insertNew<AskedDocument>(asked, { _id: mark, at: now }))) return;
    const since = new Date(now.getTime() - windowMs);
    const customers = await asked.countDocuments({ at: trusted({ $gt: since }) }).limit(alarm.customers * 10);
    if (customers < alarm.customers) return;
    const codes = ['asked_if_down', String(customers)];
    await callStaff({ id: `asked-if-down:${window}`, to: 'lead', kind: 'account_alarm', codes });
  }

  return { count };
}

export type FaultWatch = ReturnType<typeof createFaultWatch>;

import type { Connection } from 'mongoose';
import { createCloseMany, type CloseManyDeps } from '../actions/close-many.ts';
import { createCustomerCare, type RestrainDeps } from '../actions/restrain.ts';
import { createEndShift } from '../actions/end-shift.ts';
import { createReopen, type ReopenDeps } from '../actions/reopen.ts';
import { createTakeBack, type TakeBackDeps } from '../actions/take-back.ts';
import { createWriteFirst, type WriteFirstDeps } from '../actions/write-first.ts';
import type { CarePorts } from '../domain/care.ts';
import type { DeskPorts } from '../domain/desk.ts';
import { createTicketList } from '../queue/ticket-list-store.ts';
import type { Staff } from '../staff/staff.ts';
import type { Events } from '../store/events/events.ts';

export type CareDeps = Omit<
  CloseManyDeps & RestrainDeps & ReopenDeps & TakeBackDeps & WriteFirstDeps,
  'record' | 'reply'
> & {
  readonly connection: Connection;
  readonly events: Pick<Events, 'record'>;
  readonly ports: Pick<DeskPorts, 'reply' | 'release' | 'transfer'>;
  readonly staff: Pick<Staff, 'setDuty'>;
};

/** What staff do beside serving tickets one by one. */
export function createCarePorts({ connection, events: { record }, ports, staff, ...shared }: CareDeps): CarePorts {
  const { liveOf } = createTicketList({ connection });
  return {
    takeBack: createTakeBack({ ...shared, record }),
    closeMany: createCloseMany(shared),
    reopen: createReopen(shared),
    writeFirst: createWriteFirst({ ...shared, reply: ports.reply }),
    ...createCustomerCare({ ...shared, record }),
    endShift: createEndShift({ ...ports, liveOf: (by) => liveOf(by.id), setDuty: staff.setDuty }),
  };
}

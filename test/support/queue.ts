import { createDeadlines, type Deadlines } from '../../src/queue/deadlines.ts';
import { queuePlanShape, type QueuePlan } from '../../src/queue/plan.ts';
import { createServiceClock, type ServiceHours } from '../../src/queue/service-clock.ts';

const allDay = ['00:00-24:00'];
/** Somebody answers at any hour: minutes of service are minutes. */
export const always: ServiceHours = {
  weekly: { mon: allDay, tue: allDay, wed: allDay, thu: allDay, fri: allDay, sat: allDay, sun: allDay },
  holidays: [],
};

type Changes = { readonly routing?: Partial<QueuePlan['routing']>; readonly sla?: Partial<QueuePlan['sla']> };

/** A plan with times that are easy to count in. */
export function planWith({ routing, sla }: Changes = {}): QueuePlan {
  return queuePlanShape.parse({
    routing: {
      ...{ mode: 'manual', stickyHours: 24, skills: {}, offerMinutes: 3, untouchedMinutes: 15, lostGraceSeconds: 60 },
      ...routing,
    },
    sla: {
      ...{ warnAt: 0.7, usual: { claim: 10, reply: 10, solve: 100 }, tiers: {}, topics: {} },
      missed: { claim: ['raise', 'page'], reply: ['raise', 'page', 'return'], solve: ['page'] },
      ...sla,
    },
  });
}

export function deadlinesOf(plan: QueuePlan, hours: ServiceHours = always): Deadlines {
  return createDeadlines({ plan, serviceClock: createServiceClock(hours) });
}

/** Promises so far away that no test of something else meets them. */
export const noDeadlines = deadlinesOf(
  planWith({ sla: { usual: { claim: 100_000, reply: 100_000, solve: 100_000 } } }),
);

import type { Connection } from 'mongoose';
import { createTendCases } from '../actions/tend-cases.ts';
import type { Config } from '../config.ts';
import type { EventInput } from '../domain/event.ts';
import { isWorkingDay } from '../knowledge/working-day.ts';
import type { Clock } from '../lib/clock.ts';
import type { Logger } from '../lib/logger.ts';
import { createPager } from '../paging/pager.ts';
import { createPagesStore } from '../paging/pages-store.ts';
import { createWebhook } from '../paging/webhook.ts';
import { createCases } from '../queue/cases-store.ts';
import { createAnchors } from '../store/events/anchors-store.ts';

type RecordsDeps = {
  readonly connection: Connection;
  readonly config: Config;
  readonly record: (event: EventInput) => Promise<void>;
  readonly sendLeftAnswers: () => Promise<void>;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly onError: (error: unknown) => void;
};

/** Complaints and reports against their clocks, calls to staff, and the audit's daily anchor. */
export function joinRecords({ connection, config, record, sendLeftAnswers, clock, logger, onError }: RecordsDeps) {
  const cases = createCases({
    ...{ connection, clock, record },
    terms: config.behaviour.cases,
    isWorkingDay: (date) => isWorkingDay(config.hours, date),
  });
  const pager = createPager({
    ...{ record, clock, onError },
    store: createPagesStore({ connection, clock }),
    webhook: config.webhook && createWebhook({ ...config.webhook, clock }),
    onDead: ({ id, kind, fault }) => logger.error({ id, kind, fault }, 'a page to staff could not be posted'),
  });
  const anchors = createAnchors({ connection, clock });

  /** Pins the record once a day: in the store, in the log, and outside it where staff are posted to. */
  async function anchorAudit(): Promise<void> {
    const anchor = await anchors.anchorToday();
    if (!anchor) return;
    const { day, hash } = anchor;
    logger.info({ anchor }, 'audit anchor');
    if (!config.behaviour.audit.postAnchors) return;
    await pager.page({ id: `anchor:${day}`, to: 'administrator', kind: 'audit_anchor', codes: [day, hash] });
  }

  const { fileCase, addToCase, tendCases } = createTendCases({ cases, page: pager.page, sendLeftAnswers, clock });
  return { cases, pager, fileCase, addToCase, tendCases, anchorAudit };
}

import type { EventInput } from '../domain/event.ts';
import type { Page } from '../domain/page.ts';
import type { Clock } from '../lib/clock.ts';
import type { PagesStore, StoredPage } from './pages-store.ts';
import { pageText } from './page-text.ts';
import type { Webhook } from './webhook.ts';

export type PagerDeps = {
  readonly store: PagesStore;
  /** undefined: staff are called in the console only */
  readonly webhook: Webhook | undefined;
  /** the consoles hear of what is recorded */
  readonly record: (event: EventInput) => Promise<void>;
  readonly clock: Clock;
  /** a page that nobody outside the console has seen */
  readonly onDead: (page: StoredPage) => void;
  readonly onError: (error: unknown) => void;
};

const pollMs = 5000;
const mostAttempts = 8;
const firstWaitMs = 5000;
const longestWaitMs = 15 * 60_000;
const mostAtOnce = 100;

/** Calls staff: at once in the console of everybody on duty, and by webhook out of a queue that outlives a crash. */
export function createPager({ store, webhook, record, clock, onDead, onError }: PagerDeps) {
  let timer: NodeJS.Timeout | undefined;
  let round: Promise<void> | undefined;
  let stopped = false;

  async function page(call: Page): Promise<void> {
    const { id: _id, kind, to, codes, ...about } = call;
    if (!(await store.add(call, webhook ? 'queued' : 'done'))) return;
    const actor = { kind: 'system', id: 'pager' } as const;
    await record({ kind: `page.${kind}`, ...about, actor, codes: [to, ...codes] });
    nudge();
  }

  function nudge(): void {
    if (stopped || !webhook) return;
    round ??= deliverDue(webhook)
      .catch(onError)
      .finally(() => {
        round = undefined;
      });
  }

  async function deliverDue(post: Webhook): Promise<void> {
    await store.takeBackAbandoned();
    for (let count = 0; count < mostAtOnce && !stopped; count++) {
      const next = await store.claimNext();
      if (!next) return;
      await attempt(next, post);
    }
  }

  async function attempt(stored: StoredPage, post: Webhook): Promise<void> {
    const verdict = await post(pageText(stored));
    if (verdict.ok) {
      await store.settle(stored, { state: 'done' });
      return;
    }
    const fault = verdict.code;
    if (verdict.retry && stored.attempts < mostAttempts) {
      const waitMs = Math.min(firstWaitMs * 2 ** (stored.attempts - 1), longestWaitMs);
      await store.settle(stored, { state: 'queued', notBefore: new Date(clock().getTime() + waitMs), fault });
      return;
    }
    if (await store.settle(stored, { state: 'dead', fault })) onDead({ ...stored, state: 'dead', fault });
  }

  function start(): void {
    timer = setInterval(nudge, pollMs);
    timer.unref();
    nudge();
  }

  /** Resolves when nothing is on its way. */
  async function idle(): Promise<void> {
    await round;
  }

  /** Posts nothing more; resolves when what is on its way has its answer. */
  async function stop(): Promise<void> {
    stopped = true;
    clearInterval(timer);
    await idle();
  }

  return { page, nudge, idle, start, stop };
}

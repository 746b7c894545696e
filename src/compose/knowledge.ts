import type { Config } from '../config.ts';
import type { KnowledgeDesk } from '../domain/knowledge-desk.ts';
import { createEntries } from '../knowledge/entries-store.ts';
import type { Clock } from '../lib/clock.ts';
import type { Logger } from '../lib/logger.ts';
import type { Store } from '../store/connect.ts';
import type { Core } from './core.ts';
import { joinKnowledgeDesk } from './knowledge-desk.ts';
import { watchEdits } from './knowledge-edits.ts';
import type { Understood } from './understanding.ts';

type Parts = {
  readonly config: Config;
  readonly core: Core;
  readonly understood: Understood;
  readonly store: Pick<Store, 'connection'>;
  readonly clock: Clock;
  readonly logger: Logger;
};

/** The entries that staff edit, over the files: the desk's side of them, and their way to customers. */
export function joinKnowledge({ config, core, understood, store: { connection }, clock, logger }: Parts): {
  readonly desk: KnowledgeDesk;
  readonly start: () => Promise<void>;
  readonly stop: () => Promise<void>;
} {
  const entries = createEntries({ connection, clock });
  understood.readEdits(entries.edits);
  const { refresh, stop } = watchEdits({
    liveAt: entries.liveAt,
    reload: understood.reload,
    subscribe: core.events.subscribe,
    onError: (err) => logger.error({ err }, 'edited entries not read, tried again within a minute'),
  });
  return { desk: joinKnowledgeDesk({ config, core, understood, entries, refresh }), start: refresh, stop };
}

import type { EventInput } from '../domain/event.ts';
import type { FaultWatch } from '../knowledge/fault-watch-store.ts';
import type { Misses } from '../knowledge/misses-store.ts';
import type { VotesStore } from '../knowledge/votes-store.ts';
import type { ActHandlers } from './act-handlers.ts';

export type KnowledgeActsDeps = {
  readonly misses: Pick<Misses, 'add'>;
  readonly votes: Pick<VotesStore, 'add'>;
  readonly faultWatch: FaultWatch;
  readonly record: (event: EventInput) => Promise<void>;
};

/** What customers' messages teach: where an answer is missing, which ones help, whether something is down. */
export function createKnowledgeActs({
  misses,
  votes,
  faultWatch,
  record,
}: KnowledgeActsDeps): Pick<ActHandlers, 'note-miss' | 'vote' | 'asked-if-down'> {
  return {
    async 'note-miss'({ band, candidates }, { customer: { customer }, push }) {
      const text = push.in?.text ?? '';
      if (text !== '')
        await misses.add({ id: `${customer}:${push.seq}`, customer, text, at: push.at, band, candidates });
    },
    async vote({ entry, helped }, { customer: { customer }, push }) {
      if (!(await votes.add(entry, helped, `${customer}:${push.seq}`))) return;
      const codes = [entry, helped ? 'yes' : 'no'];
      await record({ kind: 'answer.voted', customer, actor: { kind: 'customer', id: customer }, codes });
    },
    async 'asked-if-down'(_act, { customer: { customer } }) {
      await faultWatch.count(customer);
    },
  };
}

import type { EventInput } from '../domain/event.ts';
import type { FaultWatch } from '../knowledge/fault-watch-store.ts';
import type { VotesStore } from '../knowledge/votes-store.ts';
import type { ActHandlers } from './act-handlers.ts';

export type KnowledgeActsDeps = {
  readonly votes: Pick<VotesStore, 'add'>;
  readonly faultWatch: FaultWatch;
  readonly record: (event: EventInput) => Promise<void>;
};

/** What customers' messages teach: where an answer is missing, which ones help, whether something is down. */
export function createKnowledgeActs({
  votes,
  faultWatch,
  record,
}: KnowledgeActsDeps): Pick<ActHandlers, 'vote' | 'asked-if-down'> {
  return {
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

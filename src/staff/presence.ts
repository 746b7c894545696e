import type { Agent } from '../domain/agent.ts';
import type { AgentId } from '../domain/ids.ts';
import type { Clock } from '../lib/clock.ts';
import type { StaffStore } from './staff-store.ts';

const lostAfterMs = 90_000;
/** written down at most so often for an agent by one process: three times within what counts as lost */
const noteEveryMs = 30_000;

/** Who is at work: any call of the Desk API and any open event stream count; lost after 90 seconds without either. */
export function createPresence(deps: { readonly store: StaffStore; readonly clock: Clock }) {
  const { store, clock } = deps;
  const notedAt = new Map<AgentId, number>();

  async function seen(ids: readonly AgentId[]): Promise<void> {
    const at = clock();
    const due = ids.filter((id) => at.getTime() - (notedAt.get(id) ?? 0) >= noteEveryMs);
    if (due.length === 0) return;
    for (const id of due) notedAt.set(id, at.getTime());
    await store.markSeen(due, at);
  }

  /** Agents who are at work now, wherever their console is connected. */
  function present(): Promise<readonly Agent[]> {
    return store.seenSince(new Date(clock().getTime() - lostAfterMs));
  }

  /** Signing out is leaving; an agent without any console is lost at once, not after 90 seconds. */
  async function left(id: AgentId): Promise<void> {
    notedAt.delete(id);
    await store.markSeen([id], new Date(0));
  }

  return { seen, present, left };
}

import type { Entry } from '../domain/knowledge.ts';
import type { EntryFinding } from '../domain/knowledge-desk.ts';
import { runApart } from '../lib/run-apart.ts';

export type CheckApart = {
  readonly entries: readonly Entry[];
  /** the words that tell a customer that codes and numbers stay in the app */
  readonly appOnly: string;
};

/** What `npm run knowledge -- check` would say of these entries, found in a thread of its own. */
export function checkApart(given: CheckApart): Promise<EntryFinding[]> {
  return runApart<EntryFinding[]>(new URL('./check-worker', import.meta.url), given);
}

import type { EntryFinding, WrittenEntry } from '../domain/knowledge-desk.ts';
import type { Entry } from '../domain/knowledge.ts';
import type { OutgoingVerdict } from '../domain/safety.ts';
import type { CheckApart } from '../knowledge/check-apart.ts';
import { finding } from '../knowledge/findings.ts';
import { joinTopics, type ReadFile } from '../knowledge/load.ts';
import { withEdits, type Edit } from '../knowledge/overlay.ts';
import type { Facts } from '../lib/fill.ts';

export type JudgeEntryDeps = {
  readonly base: () => readonly ReadFile[];
  readonly edits: () => Promise<readonly Edit[]>;
  readonly facts: Facts;
  readonly mayGoOut: (text: string) => OutgoingVerdict;
  readonly check: (given: CheckApart) => Promise<readonly EntryFinding[]>;
};

/**
 * What would be wrong with an entry if customers got it now, among all others: the same check as the command's, and
 * the door that every text to a customer goes through.
 */
export function createJudgeEntry({ base, edits, facts, mayGoOut, check }: JudgeEntryDeps) {
  return async (content: WrittenEntry): Promise<readonly EntryFinding[]> => {
    const { id } = content;
    const others = (await edits()).filter((edit) => edit.id !== id);
    const joined = joinTopics(withEdits(base(), [...others, { id, content }]), facts);
    if (!joined.ok) {
      return joined.error.map(({ at, problem }) =>
        finding(id, 'not_shown', { field: at.replace(`${id}.`, ''), problem }),
      );
    }
    const { entries, byId } = joined.value;
    const entry = byId.get(id);
    const refused = entry ? textsOf(entry).flatMap((text) => refusal(id, text)) : [];
    const found = await check({ entries, appOnly: facts.appOnly ?? '' });
    return [...refused, ...found.filter((one) => one.entry === id || one.other === id)];
  };

  function refusal(id: string, text: string): EntryFinding[] {
    const verdict = mayGoOut(text);
    return verdict.ok ? [] : [finding(id, 'outgoing', { reason: verdict.reason })];
  }
}

export type JudgeEntry = ReturnType<typeof createJudgeEntry>;

function textsOf({ title, answer, detail, steps, prepare }: Entry): string[] {
  return [title, answer, detail ?? '', (steps ?? []).join('\n'), (prepare ?? []).join('\n')].filter(Boolean);
}

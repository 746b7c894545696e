import { isDeepStrictEqual } from 'node:util';
import type { Agent } from '../domain/agent.ts';
import type { EditRefusal, KnowledgeDesk, WrittenEntry } from '../domain/knowledge-desk.ts';
import { cellsOf } from '../knowledge/exchange/entry-cells.ts';
import { importEntries } from '../knowledge/exchange/exchange.ts';
import { err, ok } from '../lib/result.ts';

type Deps = Pick<KnowledgeDesk, 'saveDraft' | 'read'>;

/** Takes a file of entries in as drafts: all of it or nothing of what is wrong in itself; what is the same stays as it is. */
export function createImportEntries({ saveDraft, read }: Deps): KnowledgeDesk['importFrom'] {
  return async ({ format, text }, by) => {
    const given = importEntries(text, format);
    if (!given.ok) return given;
    const saved: string[] = [];
    const refused: string[] = [];
    for (const entry of given.value) {
      const outcome = await take(entry, by);
      if (outcome === 'saved') saved.push(entry.id);
      else if (outcome !== 'unchanged') refused.push(outcome);
    }
    return refused.length > 0 ? err(refused) : ok({ saved, unchanged: given.value.length - saved.length });
  };

  async function take(content: WrittenEntry, by: Agent): Promise<string> {
    const { id } = content;
    const before = await read(id);
    const current = before?.draft ?? before?.live;
    if (current && isDeepStrictEqual(cellsOf(current), cellsOf(content))) return 'unchanged';
    const done = await saveDraft({ id, epoch: before?.epoch ?? 0, content }, by);
    return done.ok ? 'saved' : `${id}: ${whyNot(done.error)}`;
  }
}

function whyNot(refusal: EditRefusal): string {
  return refusal.kind === 'nothing' ? 'there is no such topic' : 'somebody else edited it meanwhile';
}

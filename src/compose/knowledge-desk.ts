import { createEditEntries } from '../actions/edit-entries.ts';
import { createImportEntries } from '../actions/import-entries.ts';
import { createJudgeEntry } from '../actions/judge-entry.ts';
import type { EntrySummary, KnowledgeDesk, WrittenEntry } from '../domain/knowledge-desk.ts';
import { checkApart } from '../knowledge/check-apart.ts';
import type { Entries } from '../knowledge/entries-store.ts';
import { exportEntries } from '../knowledge/exchange/exchange.ts';
import { writtenEntries } from '../knowledge/load.ts';
import { missDraftsOf } from '../knowledge/misses.ts';
import type { Config } from '../config.ts';
import type { Core } from './core.ts';
import type { Understood } from './understanding.ts';

type Parts = {
  readonly config: Config;
  readonly core: Core;
  readonly understood: Understood;
  readonly entries: Entries;
  readonly refresh: () => Promise<void>;
};

/** What the desk's routes of the knowledge base call. */
export function joinKnowledgeDesk({ config, core, understood, entries, refresh }: Parts): KnowledgeDesk {
  const { base, menuEntries, knowledge } = understood;
  const judge = createJudgeEntry({
    base,
    edits: entries.edits,
    facts: config.facts,
    mayGoOut: core.check,
    check: checkApart,
  });
  const { record } = core.events;
  const editing = createEditEntries({ entries, base, menuEntries, judge, record, refresh });
  const written = (): WrittenEntry[] => [...knowledge().written.values()];

  async function list(): Promise<EntrySummary[]> {
    const [edited, votes] = await Promise.all([entries.list(), core.votes.all()]);
    const inStore = new Map(edited.map((one) => [one.id, one]));
    const inFiles = new Map(writtenEntries(base()).map((entry) => [entry.id, entry]));
    const ids = new Set([...knowledge().byId.keys(), ...inFiles.keys(), ...inStore.keys()]);
    return [...ids].flatMap((id): EntrySummary[] => {
      const one = inStore.get(id);
      const live = one?.live === undefined ? inFiles.get(id) : one.live;
      const shown = live ?? one?.draft ?? inFiles.get(id);
      if (!shown) return [];
      const { yes = 0, no = 0 } = votes.get(id) ?? {};
      return [
        {
          id,
          topic: shown.topic,
          title: knowledge().byId.get(id)?.title ?? shown.title,
          epoch: one?.epoch ?? 0,
          state: live ? 'published' : one?.live === null ? 'retired' : 'new',
          source: one?.live === undefined ? 'files' : 'store',
          hasDraft: one?.draft !== undefined,
          yes,
          no,
        },
      ];
    });
  }

  return {
    ...editing,
    list,
    missDrafts: async () => missDraftsOf(await core.misses.recent()),
    explain: understood.explain,
    exportAs: (format) => exportEntries(written(), format),
    importFrom: createImportEntries({ saveDraft: editing.saveDraft, read: editing.read }),
  };
}

import { createEditEntries } from '../actions/edit-entries.ts';
import { createImportEntries } from '../actions/import-entries.ts';
import { createJudgeEntry } from '../actions/judge-entry.ts';
import type { EditedEntry, EntrySummary, KnowledgeDesk, WrittenEntry } from '../domain/knowledge-desk.ts';
import { checkApart } from '../knowledge/check-apart.ts';
import type { Entries } from '../knowledge/entries-store.ts';
import { exportEntries } from '../knowledge/exchange/exchange.ts';
import { writtenEntries } from '../knowledge/load.ts';
import { missDraftsOf } from '../knowledge/misses.ts';
import type { Votes } from '../knowledge/votes-store.ts';
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
    return [...ids].flatMap((id) =>
      summaryOf(id, { edited: inStore.get(id), own: inFiles.get(id), votes: votes.get(id) }),
    );
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

type Known = {
  readonly edited: EditedEntry | undefined;
  /** the files' */
  readonly own: WrittenEntry | undefined;
  readonly votes: Votes | undefined;
};

/** @returns none for what the files no longer have and the store only once had */
function summaryOf(id: string, { edited, own, votes }: Known): EntrySummary[] {
  const isEdited = edited?.live !== undefined;
  const live = isEdited ? edited.live : own;
  const shown = live ?? edited?.draft ?? own;
  if (!shown) return [];
  return [
    {
      id,
      topic: shown.topic,
      title: shown.title,
      epoch: edited?.epoch ?? 0,
      state: live ? 'published' : isEdited ? 'retired' : 'new',
      source: isEdited ? 'store' : 'files',
      hasDraft: edited?.draft !== undefined,
      ...(votes ?? { yes: 0, no: 0 }),
    },
  ];
}

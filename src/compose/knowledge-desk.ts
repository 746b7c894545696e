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
function summaryOf(id: string, { edited, own, votes = noVotes }: Known): EntrySummary[] {
  const { draft, live: ownLive, epoch = 0 }: Partial<EditedEntry> = edited ?? {};
  const isEdited = ownLive !== undefined;
  const live = isEdited ? ownLive : own;
  const shown = live ?? draft ?? own;
  if (!shown) return [];
  const { topic, title } = shown;
  const source = isEdited ? 'store' : 'files';
  const hasDraft = draft !== undefined;
  return [{ id, topic, title, epoch, source, hasDraft, state: stateOf(isEdited, live), ...votes }];
}

const noVotes: Votes = { yes: 0, no: 0 };

function stateOf(isEdited: boolean, live: WrittenEntry | null | undefined): EntrySummary['state'] {
  if (live) return 'published';
  return isEdited ? 'retired' : 'new';
}

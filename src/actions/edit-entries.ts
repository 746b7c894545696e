import type { Agent } from '../domain/agent.ts';
import type { EventInput } from '../domain/event.ts';
import type {
  EditedEntry,
  EditRefusal,
  EditResult,
  EntryFile,
  KnowledgeDesk,
  WrittenEntry,
} from '../domain/knowledge-desk.ts';
import type { Change, Entries } from '../knowledge/entries-store.ts';
import { finding } from '../knowledge/findings.ts';
import { writtenEntries, type ReadFile } from '../knowledge/load.ts';
import { err, ok } from '../lib/result.ts';
import type { JudgeEntry } from './judge-entry.ts';

export type EditEntriesDeps = {
  readonly entries: Entries;
  readonly base: () => readonly ReadFile[];
  /** ids of the entries that the account's menu answers with */
  readonly menuEntries: ReadonlySet<string>;
  readonly judge: JudgeEntry;
  readonly record: (event: EventInput) => Promise<void>;
  /** brings what was made live to this instance's customers; the others follow by the event */
  readonly refresh: () => Promise<void>;
};

type Step = Omit<Change, 'by'> & { readonly id: string; readonly epoch: number };
type Editing = Pick<KnowledgeDesk, 'read' | 'check' | 'saveDraft' | 'publish' | 'rollBack' | 'retire' | 'discard'>;

const notFound = err<EditRefusal>({ kind: 'not_found' });
const nothing = (what: 'draft' | 'revision' | 'topic') => err<EditRefusal>({ kind: 'nothing', what });

/** Draft, publish, roll back: each one conditional write with the epoch that the editor saw, one line of history. */
export function createEditEntries(deps: EditEntriesDeps): Editing {
  const { entries, base, menuEntries, judge, record, refresh } = deps;

  async function read(id: string): Promise<EntryFile | undefined> {
    return fileOf(id, await entries.get(id));
  }

  function fileOf(id: string, edited: EditedEntry | undefined): EntryFile | undefined {
    const own = writtenEntries(base()).find((entry) => entry.id === id) ?? null;
    if (!edited && !own) return undefined;
    const { epoch = 0, draft, live, history = [] } = edited ?? {};
    return { id, epoch, base: own, live: live === undefined ? own : live, history, ...(draft && { draft }) };
  }

  async function check(id: string) {
    const file = await read(id);
    const content = file?.draft ?? file?.live;
    return content ? judge(content) : undefined;
  }

  async function saveDraft(
    { id, epoch, content }: Parameters<Editing['saveDraft']>[0],
    by: Agent,
  ): Promise<EditResult> {
    if (!base().some((file) => file.content.topic.id === content.topic)) return nothing('topic');
    const before = await entries.get(id);
    const after = { draft: { ...content, id }, live: before?.live };
    return step({ id, epoch, act: 'draft', content: after.draft, after }, by);
  }

  async function publish({ id, epoch }: Parameters<Editing['publish']>[0], by: Agent): Promise<EditResult> {
    const draft = (await entries.get(id))?.draft;
    if (!draft) return nothing('draft');
    return (await refused(draft)) ?? step({ id, epoch, act: 'publish', content: draft, after: { live: draft } }, by);
  }

  /** To an earlier content, or with 0 to the files' own. What waits as a draft stays. */
  async function rollBack({ id, epoch, to }: Parameters<Editing['rollBack']>[0], by: Agent): Promise<EditResult> {
    const before = await read(id);
    if (!before) return notFound;
    const content = to === 0 ? before.base : before.history.find(({ n }) => n === to)?.content;
    if (!content) return nothing('revision');
    const after = { draft: before.draft, live: to === 0 ? undefined : content };
    return (await refused(content)) ?? step({ id, epoch, act: 'roll_back', content, after }, by);
  }

  async function retire({ id, epoch }: Parameters<Editing['retire']>[0], by: Agent): Promise<EditResult> {
    const before = await read(id);
    if (!before?.live) return notFound;
    if (menuEntries.has(id)) return err({ kind: 'blocked', findings: [finding(id, 'in_menu')] });
    const after = { draft: before.draft, live: null };
    return step({ id, epoch, act: 'retire', content: before.live, after }, by);
  }

  async function discard({ id, epoch }: Parameters<Editing['discard']>[0], by: Agent): Promise<EditResult> {
    const before = await entries.get(id);
    if (!before?.draft) return nothing('draft');
    return step({ id, epoch, act: 'discard', content: before.draft, after: { live: before.live } }, by);
  }

  async function refused(content: WrittenEntry) {
    const findings = (await judge(content)).filter(({ blocks }) => blocks);
    return findings.length > 0 ? err<EditRefusal>({ kind: 'blocked', findings }) : undefined;
  }

  async function step({ id, epoch, ...change }: Step, by: Agent): Promise<EditResult> {
    const editor = { name: by.name, employeeNumber: by.employeeNumber };
    const done = await entries.change(id, epoch, { ...change, by: editor });
    if (!done) return err({ kind: 'conflict', epoch: (await entries.get(id))?.epoch ?? 0 });
    const actor = { kind: 'agent', id: by.employeeNumber } as const;
    await record({ kind: `knowledge.${change.act}`, actor, codes: [id, String(epoch + 1)] });
    if (change.act !== 'draft' && change.act !== 'discard') await refresh();
    const file = await read(id);
    return file ? ok(file) : notFound;
  }

  return { read, check, saveDraft, publish, rollBack, retire, discard };
}

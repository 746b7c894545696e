import type { Connection } from 'mongoose';
import type { EditAct, EditedEntry, Editor, Illustration, Revision, WrittenEntry } from '../domain/knowledge-desk.ts';
import type { Clock } from '../lib/clock.ts';
import { insertNew } from '../store/collection.ts';
import { modelOf, trusted, type CollectionSpec } from '../store/schema.ts';
import type { Edit } from './overlay.ts';

type EntryDocument = Omit<EditedEntry, 'id' | 'draft' | 'live'> & {
  readonly _id: string;
  readonly draft?: WrittenEntry;
  readonly live?: WrittenEntry;
  /** taken down, whatever the files have */
  readonly retired: boolean;
  /** when what customers get last changed */
  readonly liveAt?: Date;
};

const text = { type: String, required: true } as const;
const texts = { type: [String], default: undefined };
const illustration = { _id: false, kind: text, file: text, text } satisfies Record<keyof Illustration | '_id', unknown>;
const content = {
  _id: false,
  id: text,
  topic: text,
  title: text,
  intent: text,
  priority: text,
  questions: { type: [String], required: true },
  answer: text,
  detail: String,
  steps: texts,
  prepare: texts,
  related: { type: [String], required: true },
  illustrations: { type: [illustration], default: undefined },
};
const optionalContent = { type: content, default: undefined };

const spec: CollectionSpec = {
  name: 'knowledge_entries',
  retention: 'staff',
  fields: {
    epoch: { type: Number, required: true },
    draft: optionalContent,
    live: optionalContent,
    retired: { type: Boolean, required: true },
    history: {
      type: [
        {
          _id: false,
          n: { type: Number, required: true },
          act: text,
          at: { type: Date, required: true },
          by: { _id: false, name: text, employeeNumber: text },
          content: { type: content, default: null },
        },
      ],
      required: true,
    },
    liveAt: Date,
  },
  indexes: [{ key: { liveAt: -1 }, sparse: true }],
};

/** Older steps of a history go: the document stays far below MongoDB's 16 MB. */
const mostHistory = 40;
/** More than a help centre has. */
const mostEntries = 5_000;

/** What an edit leaves: undefined fields are taken away. */
export type Change = {
  readonly act: EditAct;
  readonly by: Editor;
  readonly content: WrittenEntry | null;
  readonly after: { readonly draft?: WrittenEntry | undefined; readonly live?: WrittenEntry | null | undefined };
};

/** Entries that staff edited, over the files' base: draft, what is live, and the history, in one document an entry. */
export function createEntries({ connection, clock }: { connection: Connection; clock: Clock }) {
  const entries = modelOf<EntryDocument>(connection, spec);

  async function get(id: string): Promise<EditedEntry | undefined> {
    const found = await entries.findOne({ _id: id }).lean();
    return found ? toEntry(found) : undefined;
  }

  /** All, without their histories. */
  async function list(): Promise<EditedEntry[]> {
    const found = await entries.find({}).sort({ _id: 1 }).limit(mostEntries).select({ history: 0 }).lean();
    return found.map((document) => toEntry({ ...(document as EntryDocument), history: [] }));
  }

  /** What customers get instead of the files' entries. */
  async function edits(): Promise<Edit[]> {
    return (await list()).flatMap(({ id, live }) => (live === undefined ? [] : [{ id, content: live }]));
  }

  /** When what customers get last changed; undefined before the first time. */
  async function liveAt(): Promise<Date | undefined> {
    const last = await entries
      .findOne({ liveAt: trusted({ $exists: true }) })
      .sort({ liveAt: -1 })
      .select({ liveAt: 1 })
      .lean();
    return last?.liveAt;
  }

  /**
   * One edit, and its line of the history, in one conditional write.
   *
   * @param epoch the one that the editor saw; 0 where the store had nothing of this entry
   * @returns false when somebody else edited it meanwhile
   */
  async function change(id: string, epoch: number, { act, by, content: told, after }: Change): Promise<boolean> {
    const at = clock();
    const revision: Revision = { n: epoch + 1, act, at, by, content: told };
    const fields = {
      ...(after.draft && { draft: after.draft }),
      ...(after.live && { live: after.live }),
      retired: after.live === null,
      ...(act !== 'draft' && act !== 'discard' && { liveAt: at }),
    };
    if (epoch === 0) {
      return insertNew<EntryDocument>(entries, { _id: id, epoch: 1, ...fields, history: [revision] });
    }
    const gone = { ...(!after.draft && { draft: '' }), ...(!after.live && { live: '' }) };
    const result = await entries.updateOne(
      { _id: id, epoch },
      {
        $set: fields,
        ...(Object.keys(gone).length > 0 && { $unset: gone }),
        $inc: { epoch: 1 },
        $push: { history: { $each: [revision], $slice: -mostHistory } },
      },
    );
    return result.matchedCount === 1;
  }

  return { get, list, edits, liveAt, change };
}

export type Entries = ReturnType<typeof createEntries>;

function toEntry({ _id, epoch, draft, live, retired, history }: EntryDocument): EditedEntry {
  return {
    id: _id,
    epoch,
    ...(draft && { draft }),
    ...(retired ? { live: null } : live && { live }),
    history,
  };
}

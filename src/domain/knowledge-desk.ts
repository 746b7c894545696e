import type { Agent } from './agent.ts';
import type { Intent, Priority } from './intent.ts';

/** A picture or video on an entry's page; the text alone suffices without it. */
export type Illustration = {
  readonly kind: 'picture' | 'video';
  /** a file of config/knowledge/media */
  readonly file: string;
  /** what it shows, for who cannot see it */
  readonly text: string;
};

/** An entry as editors write it: with `{placeholders}`, and the topic that it stands under. */
export type WrittenEntry = {
  readonly id: string;
  readonly topic: string;
  readonly title: string;
  readonly intent: Intent;
  readonly priority: Priority;
  readonly questions: readonly string[];
  readonly answer: string;
  readonly detail?: string | undefined;
  readonly steps?: readonly string[] | undefined;
  readonly prepare?: readonly string[] | undefined;
  readonly related: readonly string[];
  readonly illustrations?: readonly Illustration[] | undefined;
};

/** What an editor should look at in an entry. */
export type EntryFinding = {
  readonly entry: string;
  readonly code: string;
  /** it must be put right before customers see the entry */
  readonly blocks: boolean;
  /** in English, for the command; `words` in Chinese, for the console */
  readonly problem: string;
  readonly words: string;
  /** another entry that it is about */
  readonly other?: string;
};

export const editActs = ['draft', 'publish', 'roll_back', 'retire', 'discard'] as const;
export type EditAct = (typeof editActs)[number];

/** Who edited: as colleagues see him. */
export type Editor = { readonly name: string; readonly employeeNumber: string };

/** One step of an entry's history. `content` is what was drafted or made live; null where there was none left. */
export type Revision = {
  /** the entry's epoch after it */
  readonly n: number;
  readonly act: EditAct;
  readonly at: Date;
  readonly by: Editor;
  readonly content: WrittenEntry | null;
};

/** An entry of the store, over the files' base. */
export type EditedEntry = {
  readonly id: string;
  /** rises with each edit: who has an older one is refused */
  readonly epoch: number;
  readonly draft?: WrittenEntry;
  /** what customers get instead of the files' entry: null where it was taken down, undefined where the files' is shown */
  readonly live?: WrittenEntry | null;
  readonly history: readonly Revision[];
};

export type EntrySummary = {
  readonly id: string;
  readonly topic: string;
  readonly title: string;
  readonly epoch: number;
  readonly state: 'published' | 'retired' | 'new';
  /** where customers' words come from */
  readonly source: 'files' | 'store';
  readonly hasDraft: boolean;
  readonly yes: number;
  readonly no: number;
};

export type EntryFile = Omit<EditedEntry, 'live'> & {
  /** what customers get now */
  readonly live: WrittenEntry | null;
  /** the files' own */
  readonly base: WrittenEntry | null;
};

export type EditRefusal =
  | { readonly kind: 'not_found' }
  /** somebody else edited it meanwhile */
  | { readonly kind: 'conflict'; readonly epoch: number }
  /** there is no draft to publish, no such revision, no such topic */
  | { readonly kind: 'nothing'; readonly what: 'draft' | 'revision' | 'topic' }
  | { readonly kind: 'blocked'; readonly findings: readonly EntryFinding[] };

export type ExchangeFormat = 'csv' | 'markdown';
type EditOf<More> = { readonly id: string; readonly epoch: number } & More;
type Outcome<T, E> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: E };
export type EditResult = Outcome<EntryFile, EditRefusal>;
type Edited = Promise<EditResult>;

/** Misses that ask for the same, as the start of an entry. */
export type MissDraft = {
  readonly title: string;
  readonly questions: readonly string[];
  readonly count: number;
  readonly firstAt: Date;
  readonly lastAt: Date;
  /** the entry that was offered most, where one was */
  readonly nearest?: string;
};

/** What the desk's routes need of the knowledge base. */
export type KnowledgeDesk = {
  readonly list: () => Promise<readonly EntrySummary[]>;
  readonly read: (id: string) => Promise<EntryFile | undefined>;
  /** of the draft, or else of what is live, among all other entries as they are; undefined where there is neither */
  readonly check: (id: string) => Promise<readonly EntryFinding[] | undefined>;
  readonly saveDraft: (edit: EditOf<{ content: WrittenEntry }>, by: Agent) => Edited;
  readonly publish: (edit: EditOf<object>, by: Agent) => Edited;
  readonly rollBack: (edit: EditOf<{ to: number }>, by: Agent) => Edited;
  readonly retire: (edit: EditOf<object>, by: Agent) => Edited;
  readonly discard: (edit: EditOf<object>, by: Agent) => Edited;
  readonly missDrafts: () => Promise<readonly MissDraft[]>;
  readonly explain: (text: string) => Explained;
  readonly exportAs: (format: ExchangeFormat) => string;
  readonly importFrom: (
    given: { format: ExchangeFormat; text: string },
    by: Agent,
  ) => Promise<Outcome<{ readonly saved: readonly string[]; readonly unchanged: number }, readonly string[]>>;
};

/** The ways in which the matcher looks at a text. */
export type MatchView = 'characters' | 'meaning' | 'concepts' | 'pairs' | 'sound';

/** Why a text gets its answer: the test box. */
export type Explained = {
  /** as the rules and the matcher read it */
  readonly read: string;
  readonly intent: Intent | null;
  readonly priority: Priority;
  readonly entry: string | null;
  readonly title: string | null;
  /** the promised word or the rule that decided, if one did */
  readonly rule: string | null;
  readonly band: 'answer' | 'offer' | 'hand_over';
  readonly confidence: number;
  /** what the confidence was measured against */
  readonly thresholds: { readonly answer: number; readonly offer: number; readonly alarm: number };
  readonly evidence: Readonly<Record<string, number>> | null;
  readonly candidates: readonly {
    readonly entry: string;
    readonly title: string;
    readonly value: number;
    readonly views: Readonly<Record<string, number>>;
    readonly features: readonly { readonly view: MatchView; readonly term: string; readonly adds: number }[];
    readonly phrasings: readonly { readonly text: string; readonly likeness: number }[];
  }[];
};

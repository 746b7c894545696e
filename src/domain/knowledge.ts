import type { Intent, Priority } from './intent.ts';
import type { Illustration } from './knowledge-desk.ts';

/** One FAQ article, as config/knowledge/*.yaml has it. */
export type Entry = {
  /** kebab-case, unique, stable: it is in addresses and in statistics */
  readonly id: string;
  readonly title: string;
  readonly topic: string;
  readonly intent: Intent;
  readonly priority: Priority;
  /** ways of asking, the first one the plainest */
  readonly questions: readonly string[];
  /** what WeChat shows: short steps, at most 2,048 bytes of UTF-8 after filling in the settings */
  readonly answer: string;
  /** a longer form for the help centre, Markdown's paragraphs and lists only */
  readonly detail?: string;
  /** the same as a checklist */
  readonly steps?: readonly string[];
  /** what to have at hand before asking a person */
  readonly prepare?: readonly string[];
  /** on the entry's page; the text alone suffices */
  readonly illustrations?: readonly Illustration[];
  /** ids of entries that often come next */
  readonly related: readonly string[];
};

export type Topic = { readonly id: string; readonly title: string; readonly entries: readonly Entry[] };

/** What the matcher thinks of a text. */
export type Match = {
  /** the entry to answer with; undefined where it is not confident enough */
  readonly best?: string;
  /** calibrated confidence, 0 to 1 */
  readonly score: number;
  /** up to five entry ids, likeliest first */
  readonly ranked: readonly string[];
};

/** How a message missed: `offer`, several entries might be meant; `hand_over`, none is near. */
export const missBands = ['offer', 'hand_over'] as const;
export type MissBand = (typeof missBands)[number];

/** What a message wants, after rules and matcher. */
export type Understanding = {
  readonly intent: Intent | undefined;
  readonly priority: Priority;
  readonly score: number;
  /** the entry to answer with */
  readonly entry?: string;
  /** the likeliest entries, for asking back */
  readonly candidates: readonly string[];
  /** which rule decided, if one did */
  readonly rule?: string;
};

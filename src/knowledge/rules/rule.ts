import type { Intent, Priority } from '../../domain/intent.ts';

/** A sign in the words themselves, read before the matcher is asked. */
export type Rule = {
  /** kebab-case; the console and the statistics show it */
  readonly id: string;
  readonly intent: Intent;
  readonly priority: Priority;
  /** the entry to answer with; without it, the one of the intent that the matcher finds likeliest */
  readonly entry?: string;
  /** any of these, over the text as `readable` gives it */
  readonly says: readonly RegExp[];
  /** what looks the same and is something else */
  readonly unless?: readonly RegExp[];
  /** the words say that it is not urgent, whatever the matcher makes of the rest */
  readonly calms?: true;
  /** a text that the rule is for, and one that it must leave alone */
  readonly example: string;
  readonly notFor: string;
};

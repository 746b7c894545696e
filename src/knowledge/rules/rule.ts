import type { Intent, Priority } from '../../domain/intent.ts';

/** A sign in the words themselves, read before the matcher is asked. */
export type Rule = {
  /** kebab-case; the console and the statistics show it */
  readonly id: string;
  readonly intent: Intent;
  readonly priority: Priority;
  /** over the text as `readable` gives it */
  readonly says: RegExp;
  /** what looks the same and is something else */
  readonly unless?: RegExp;
  /** answered with where the matcher sees none of the intent's entries in the text */
  readonly entry?: string;
  /** a text that the rule is for, and one that it must leave alone */
  readonly example: string;
  readonly notFor: string;
};

import { readable } from './readable.ts';
import type { Rule } from './rule.ts';
import { talkRules } from './talk-rules.ts';
import { trustRules } from './trust-rules.ts';
import { urgentRules } from './urgent-rules.ts';

/** In the order in which they are read: the urgent ones win over whatever else a message says. */
export const rules: readonly Rule[] = [...urgentRules, ...trustRules, ...talkRules];

/** The first rule that is for this text. */
export function findRule(text: string): Rule | undefined {
  const read = readable(text);
  const isIn = (pattern: RegExp): boolean => pattern.test(read);
  return rules.find(({ says, unless }) => says.some(isIn) && unless?.some(isIn) !== true);
}

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
  return rules.find(({ says, unless }) => says.test(read) && !unless?.test(read));
}

import type { Intent, Priority } from '../domain/intent.ts';
import type { Entry, Match, Understanding } from '../domain/knowledge.ts';
import { bandOf } from './matching/confidence.ts';
import { exactIntentOf } from './rules/exact-words.ts';
import { findRule } from './rules/find-rule.ts';

export type UnderstandDeps = {
  readonly matcher: { readonly match: (text: string) => Match };
  readonly entries: readonly Entry[];
};

const priorityOfWord: Partial<Record<Intent, Priority>> = {
  complaint: 'high',
  phishing_report: 'high',
  verify_agent: 'high',
};

/** How many entries asking back offers. */
const offered = 3;

/**
 * What a message wants: a promised word, else a rule, else the entry that the matcher finds. An urgent matter wins over
 * everything but a promised word standing alone.
 *
 * The three bands: `entry` set, answer with it · no intent but `candidates`, offer those · neither, hand over.
 */
export function understandText(text: string, { matcher, entries }: UnderstandDeps): Understanding {
  const word = exactIntentOf(text);
  if (word) return decided({ intent: word, priority: priorityOfWord[word] ?? 'normal', rule: `word-${word}` }, entries);
  const rule = findRule(text);
  const match = matcher.match(text);
  const found = entries.find(({ id }) => id === match.best);
  if (rule && (rule.priority === 'urgent' || found?.priority !== 'urgent')) {
    const ranked = byRank(entries, match.ranked);
    return decided({ intent: rule.intent, priority: rule.priority, rule: rule.id }, ranked);
  }
  if (found) return answered(found, match);
  const candidates = bandOf(match.score) === 'offer' ? match.ranked.slice(0, offered) : [];
  return { intent: undefined, priority: 'normal', score: match.score, candidates };
}

function decided(
  { intent, priority, rule }: { intent: Intent; priority: Priority; rule: string },
  entries: readonly Entry[],
): Understanding {
  const entry = entries.find((item) => item.intent === intent);
  return { intent, priority, score: 1, candidates: [], rule, ...(entry && { entry: entry.id }) };
}

function answered(entry: Entry, { score, ranked }: Match): Understanding {
  return {
    intent: entry.intent,
    priority: entry.priority,
    score,
    entry: entry.id,
    candidates: ranked.slice(0, offered),
  };
}

/** The entries, those that the matcher ranked first. */
function byRank(entries: readonly Entry[], ranked: readonly string[]): readonly Entry[] {
  const first = ranked.flatMap((id) => entries.find((entry) => entry.id === id) ?? []);
  return [...first, ...entries];
}

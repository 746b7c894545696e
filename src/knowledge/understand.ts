import type { Intent, Priority } from '../domain/intent.ts';
import type { Entry, Match, Understanding } from '../domain/knowledge.ts';
import { bandOf } from './matching/confidence.ts';
import { exactIntentOf } from './rules/exact-words.ts';
import { findRule } from './rules/find-rule.ts';
import { otherMatterIn } from './rules/other-matters.ts';
import type { Rule } from './rules/rule.ts';
import { withoutScolding } from './rules/scolding.ts';

export type UnderstandDeps = {
  readonly matcher: { readonly match: (text: string) => Match };
  readonly entries: readonly Entry[];
};

const priorityOfWord: Partial<Record<Intent, Priority>> = {
  theft: 'urgent',
  complaint: 'high',
  phishing_report: 'high',
  verify_agent: 'high',
};

/** How many entries asking back offers. */
const offered = 3;
/**
 * Intents that set something going (a freeze, a ticket, a warning), and the confidence they need where no rule has seen
 * them in the words: a false alarm costs more than asking back.
 */
const alarming: ReadonlySet<Intent> = new Set(['theft', 'phishing_report', 'verify_agent', 'complaint', 'human']);
export const alarmConfidence = 0.9;

/**
 * What a message wants: a promised word, else a rule, else the entry that the matcher finds. An urgent matter wins over
 * everything but a promised word standing alone.
 *
 * Three bands: `intent` set, answer · none but `candidates`, offer those · neither, hand over.
 */
export function understandText(text: string, { matcher, entries }: UnderstandDeps): Understanding {
  const asked = withoutScolding(text);
  const word = exactIntentOf(asked);
  if (word) return byWord(word, entries);
  const rule = findRule(asked);
  const match = matcher.match(asked);
  const found = sureEntry(match, entries);
  if (rule && !(found?.priority === 'urgent' && isSmall(rule))) return byRule(rule, match, entries);
  return found?.priority !== 'urgent' && isAnothers(text, entries) ? elsewhere : byMatch(match, found);
}

function byMatch(match: Match, found: Entry | undefined): Understanding {
  if (found) return byEntry(found, match);
  const candidates = bandOf(match.score) === 'hand_over' ? [] : match.ranked.slice(0, offered);
  return { intent: undefined, priority: 'normal', score: match.score, candidates };
}

/** What the bot says of what it can't know. */
const elsewhere: Understanding = {
  intent: 'out_of_scope',
  priority: 'low',
  score: 1,
  candidates: [],
  rule: 'other-matter',
};

function isAnothers(text: string, entries: readonly Entry[]): boolean {
  const isKnown = (matter: string) => entries.some(({ questions }) => questions.some((one) => one.includes(matter)));
  return otherMatterIn(text, isKnown) !== undefined;
}

/** Whether an urgent matter that only the matcher sees outranks what the rule saw. */
function isSmall({ priority, calms }: Rule): boolean {
  return calms !== true && (priority === 'normal' || priority === 'low');
}

/** The entry to answer with, if the matcher is as sure as that entry's intent demands. */
function sureEntry({ best, score }: Match, entries: readonly Entry[]): Entry | undefined {
  const entry = entries.find(({ id }) => id === best);
  if (!entry) return undefined;
  return alarming.has(entry.intent) && score < alarmConfidence ? undefined : entry;
}

function byWord(intent: Intent, entries: readonly Entry[]): Understanding {
  const entry = entries.find((item) => item.intent === intent);
  const priority = priorityOfWord[intent] ?? 'normal';
  return { intent, priority, score: 1, candidates: [], rule: `word-${intent}`, ...(entry && { entry: entry.id }) };
}

/** A rule knows the intent; which of the intent's entries is meant, it or the matcher says. */
function byRule({ id, intent, priority, entry }: Rule, match: Match, entries: readonly Entry[]): Understanding {
  const ofIntent = entries.filter((item) => item.intent === intent).map((item) => item.id);
  const named = entries.some((item) => item.id === entry) ? entry : undefined;
  const chosen = named ?? match.ranked.find((ranked) => ofIntent.includes(ranked)) ?? ofIntent[0];
  return { intent, priority, score: 1, candidates: [], rule: id, ...(chosen !== undefined && { entry: chosen }) };
}

function byEntry(entry: Entry, { score, ranked }: Match): Understanding {
  const candidates = ranked.slice(0, offered);
  return { intent: entry.intent, priority: entry.priority, score, entry: entry.id, candidates };
}

import type { MissDraft } from '../domain/knowledge-desk.ts';
import { classesIn } from './matching/find-concepts.ts';
import { normalise } from './matching/normalise.ts';
import { learnVocabulary, createVectors } from './matching/vocabulary.ts';
import { addSparse, clear, dotSparse } from './matching/sparse.ts';
import { shippedShares, viewsOf } from './matching/views.ts';

/** A message that no entry answered, masked: what is kept of a miss. */
export type Miss = {
  readonly text: string;
  readonly at: Date;
  /** entries that were offered */ readonly candidates?: readonly string[];
};

/** Misses that ask for the same, as the start of an entry: an editor writes the answer. */
export type Draft = {
  /** the miss nearest to all the others */
  readonly title: string;
  /** the different wordings, most typical first */
  readonly questions: readonly string[];
  /** misses in it, repeats counted */
  readonly count: number;
  readonly firstAt: Date;
  readonly lastAt: Date;
  /** classes of words that most of them share, to find a place for the entry */
  readonly about: readonly string[];
};

/** The groups as the desk shows them, with the entry that was offered most: its phrasings may be what is missing. */
export function missDraftsOf(misses: readonly Miss[]): MissDraft[] {
  const offeredFor = new Map(misses.map(({ text, candidates }) => [text, candidates?.[0]]));
  return draftsOf(misses).map(({ title, questions, count, firstAt, lastAt }) => {
    const nearest = mostFrequent(questions.flatMap((text) => offeredFor.get(text) ?? []));
    return { title, questions, count, firstAt, lastAt, ...(nearest !== undefined && { nearest }) };
  });
}

function mostFrequent(words: readonly string[]): string | undefined {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return [...counts].sort((left, right) => right[1] - left[1])[0]?.[0];
}

type Group = { readonly text: string; readonly times: readonly Date[] };

/** Wordings further apart than this seldom ask for the same. */
const alike = 0.42;
/** A draft from one wording is an anecdote. */
const fewest = 2;
/** The newest are grouped, so that the work has a bound however many there are. */
const mostWordings = 1_000;

/**
 * Groups missed messages that ask for the same, largest first. Each wording joins the group whose first member it
 * resembles most; first members are the most repeated wordings.
 */
export function draftsOf(misses: readonly Miss[]): Draft[] {
  const wordings = wordingsOf(misses).slice(0, mostWordings);
  const views = wordings.map(({ text }) => viewsOf(normalise(text)));
  const vocabulary = learnVocabulary(views);
  const rows = views.map(createVectors(vocabulary, shippedShares));
  const dense = new Float64Array(vocabulary.weights.length);
  const heads: number[] = [];
  const members = new Map<number, number[]>();
  rows.forEach((row, at) => {
    addSparse(dense, row, 1);
    const likeness = heads.map((head) => ({ head, like: rows[head] ? dotSparse(rows[head], dense) : 0 }));
    clear(dense, [row]);
    const nearest = likeness.reduce((best, one) => (one.like > best.like ? one : best), { head: at, like: alike });
    if (nearest.head === at) heads.push(at);
    members.set(nearest.head, [...(members.get(nearest.head) ?? []), at]);
  });
  return [...members.values()]
    .map((group) => group.flatMap((at) => wordings[at] ?? []))
    .filter((group) => group.length >= fewest)
    .map(draftOf)
    .sort((left, right) => right.count - left.count);
}

/** The same words once, most repeated first. */
function wordingsOf(misses: readonly Miss[]): Group[] {
  const byText = new Map<string, Date[]>();
  const texts = new Map<string, string>();
  for (const { text, at } of misses) {
    const key = normalise(text).replace(/[^\p{L}\p{N}]/gu, '');
    if (key === '') continue;
    texts.set(key, texts.get(key) ?? text);
    byText.set(key, [...(byText.get(key) ?? []), at]);
  }
  return [...byText]
    .map(([key, times]): Group => ({ text: texts.get(key) ?? key, times }))
    .sort((left, right) => right.times.length - left.times.length);
}

function draftOf(group: readonly Group[]): Draft {
  const times = group.flatMap(({ times: all }) => all.map((time) => time.getTime()));
  return {
    title: group[0]?.text ?? '',
    questions: group.map(({ text }) => text),
    count: times.length,
    firstAt: new Date(Math.min(...times)),
    lastAt: new Date(Math.max(...times)),
    about: sharedClasses(group.map(({ text }) => text)),
  };
}

function sharedClasses(texts: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const text of texts) {
    for (const name of new Set(classesIn(normalise(text)))) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return [...counts].filter(([, count]) => count * 2 > texts.length).map(([name]) => name);
}

import type { Labelled, LabelledSet } from './labelled-set.ts';

/**
 * The same set dealt anew: other phrasings of each entry are learned from, the rest are asked. What was tuned to the
 * deal that ships with a set, rather than to its language, does worse on these.
 */
export function redraw({ name, entries, queries }: LabelledSet, seed: number): LabelledSet {
  const random = mulberry(seed);
  const asked: Labelled[] = queries.filter(({ gold }) => gold === undefined);
  const dealt = entries.map(({ id, questions }) => {
    const own = queries.filter(({ gold }) => gold === id).map(({ text }) => text);
    const all = shuffled([...new Set([...questions, ...own])], random);
    asked.push(...all.slice(questions.length).map((text) => ({ text, gold: id })));
    return { id, questions: all.slice(0, questions.length) };
  });
  return { name: `${name}, dealt anew ${seed}`, entries: dealt, queries: asked, slips: [] };
}

function shuffled<T>(all: readonly T[], random: () => number): T[] {
  return all
    .map((item) => ({ item, at: random() }))
    .sort((one, other) => one.at - other.at)
    .map(({ item }) => item);
}

/** Mulberry32: the same deal for the same seed. */
function mulberry(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

import type { ScamSign } from '../domain/safety.ts';
import { toPlainText } from '../lib/plain-text.ts';
import type { SafetyConfig, Trick } from './safety-config.ts';
import { createWordFinder, type FoundWord } from './word-finder.ts';

/** Words by their numbers: the first group of a sign is what the trick is about, the others who does what. */
type Group = ReadonlySet<number>;
type Sign = {
  readonly trick: Trick;
  readonly first: Group;
  readonly others: readonly Group[];
  readonly within: number;
};

/** Names the known tricks in what a customer tells, each once, the most urgent first. */
export function createScamSigns({
  tricks,
  denied,
  phrases,
}: Pick<SafetyConfig, 'tricks' | 'denied' | 'phrases'>): (text: string) => ScamSign[] {
  const numbers = new Map<string, number>();
  const numberOf = (word: string): number => {
    const known = numbers.get(word) ?? numbers.size;
    numbers.set(word, known);
    return known;
  };
  const groupOf = (words: readonly string[]): Group => new Set(words.map((word) => numberOf(comparable(word))));
  const signs = tricks.flatMap((trick) =>
    trick.signs.map(({ all, within }): Sign => {
      const [first = new Set<number>(), ...others] = all.map(groupOf);
      return { trick, first, others, within };
    }),
  );
  const excuses = new Map(tricks.map((trick) => [trick, groupOf(trick.unless)]));
  const phrased = Object.entries(phrases).map(([name, { first, then, within }]): Follows => {
    return { phrase: numberOf(comparable(`@${name}`)), first: groupOf(first), then: groupOf(then), within };
  });
  const find = createWordFinder([...numbers.keys()]);
  const beginning = [...numbers.values()].map((word) => signs.filter(({ first }) => first.has(word)));
  const denials = denied.map(comparable);

  return function scamSigns(text) {
    const said = comparable(text);
    const shown = signsIn(said);
    // Few texts show a sign: only those are read again without what they deny.
    const rest = shown.length > 0 ? denials.reduce((left, words) => left.replaceAll(words, '…'), said) : said;
    return rest === said ? shown : signsIn(rest);
  };

  function signsIn(text: string): ScamSign[] {
    const found = withPhrases(find(text), phrased);
    const shown = new Set<Trick>();
    found.forEach(({ word }, index) => {
      for (const sign of beginning[word] ?? []) {
        if (!shown.has(sign.trick) && shows(sign, found, index)) shown.add(sign.trick);
      }
    });
    // As they stand in the configuration: what names a trick closely comes before what names any stranger's demand.
    return tricks
      .filter((trick) => shown.has(trick) && !found.some(({ word }) => excuses.get(trick)?.has(word)))
      .sort(byUrgency)
      .map(({ id, priority }) => ({ trick: id, priority }));
  }
}

/** A phrase has a number as words have, and begins where its first word does. */
type Follows = { readonly phrase: number; readonly first: Group; readonly then: Group; readonly within: number };

function withPhrases(found: readonly FoundWord[], phrases: readonly Follows[]): readonly FoundWord[] {
  return found.flatMap((one, index) => {
    const begun = phrases.filter(({ first, then, within }) => {
      if (!first.has(one.word)) return false;
      for (let i = index + 1; (found[i]?.at ?? Infinity) - one.at <= within; i++)
        if (then.has(found[i]?.word ?? -1)) return true;
      return false;
    });
    return [one, ...begun.map(({ phrase }) => ({ word: phrase, at: one.at }))];
  });
}

/** Spaces and case say nothing: both are used to break words up. */
function comparable(text: string): string {
  return toPlainText(text).text.toLowerCase().replace(/\s+/g, '');
}

/** Whether each other group has a word near the one at `index`. */
function shows({ others, within }: Sign, found: readonly FoundWord[], index: number): boolean {
  const at = found[index]?.at ?? 0;
  return others.every((group) => {
    const isNear = (one: FoundWord | undefined) => one !== undefined && Math.abs(one.at - at) <= within;
    for (let i = index; isNear(found[i]); i--) if (group.has(found[i]?.word ?? -1)) return true;
    for (let i = index + 1; isNear(found[i]); i++) if (group.has(found[i]?.word ?? -1)) return true;
    return false;
  });
}

const rank = { urgent: 0, high: 1, normal: 2, low: 3 } as const;

function byUrgency(a: Trick, b: Trick): number {
  return rank[a.priority] - rank[b.priority];
}

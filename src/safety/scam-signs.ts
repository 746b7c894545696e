import type { ScamSign } from '../domain/safety.ts';
import { toPlainText } from '../lib/plain-text.ts';
import type { SafetyConfig, Trick } from './safety-config.ts';
import { createWordFinder } from './word-finder.ts';

type Sign = { readonly trick: Trick; readonly groups: readonly number[]; readonly within: number };

/** Names the known tricks in what a customer tells, each once, the most urgent first. */
export function createScamSigns({ tricks }: Pick<SafetyConfig, 'tricks'>): (text: string) => ScamSign[] {
  const groupsOfWord = new Map<string, number[]>();
  let groups = 0;
  function addGroup(words: readonly string[]): number {
    const group = groups++;
    for (const word of words) {
      const key = comparable(word);
      groupsOfWord.set(key, [...(groupsOfWord.get(key) ?? []), group]);
    }
    return group;
  }
  const signs = tricks.flatMap((trick) =>
    trick.signs.map(({ all, within }): Sign => ({ trick, groups: all.map(addGroup), within })),
  );
  const excuses = new Map(tricks.map((trick) => [trick, trick.unless.length > 0 ? addGroup(trick.unless) : undefined]));
  const words = [...groupsOfWord.keys()];
  const groupsOf = [...groupsOfWord.values()];
  const find = createWordFinder(words);

  return function scamSigns(text) {
    const places = new Map<number, number[]>();
    for (const { word, at } of find(comparable(text))) {
      for (const group of groupsOf[word] ?? []) {
        const known = places.get(group);
        if (known) known.push(at);
        else places.set(group, [at]);
      }
    }
    if (places.size === 0) return [];
    const shown = signs.filter((sign) => shows(sign, places)).map(({ trick }) => trick);
    const named = [...new Set(shown)].filter((trick) => !places.has(excuses.get(trick) ?? -1));
    return named.sort(byUrgency).map(({ id, priority }) => ({ trick: id, priority }));
  };
}

/** Spaces and case say nothing: both are used to break words up. */
function comparable(text: string): string {
  return toPlainText(text).text.toLowerCase().replace(/\s+/g, '');
}

/** Whether each group has a word near one word of the first. */
function shows({ groups, within }: Sign, places: ReadonlyMap<number, readonly number[]>): boolean {
  const [first = -1, ...others] = groups;
  return (places.get(first) ?? []).some((at) =>
    others.every((group) => places.get(group)?.some((other) => Math.abs(other - at) <= within) ?? false),
  );
}

const rank = { urgent: 0, high: 1, normal: 2, low: 3 } as const;

function byUrgency(a: Trick, b: Trick): number {
  return rank[a.priority] - rank[b.priority];
}

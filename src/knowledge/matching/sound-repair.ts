import { concepts } from './concepts.ts';
import { fillers } from './fillers.ts';
import { soundOf } from './pinyin.ts';

/** Two neighbouring characters as the phrasings have them, and what they sound like. */
export type SoundLexicon = {
  readonly known: ReadonlySet<string>;
  /** sound of two characters → those two, most frequent first */
  readonly bySound: ReadonlyMap<string, readonly string[]>;
};

const han = /^\p{Script=Han}{2}$/u;

/** @param texts normalised phrasings */
export function learnSounds(texts: readonly string[]): SoundLexicon {
  const counts = new Map<string, number>();
  const words = [...Object.values(concepts).flatMap((list) => list.split(' ')), ...fillers];
  for (const text of [...texts, ...words]) {
    for (const pair of pairsOf(text)) counts.set(pair, (counts.get(pair) ?? 0) + 1);
  }
  const bySound = new Map<string, string[]>();
  for (const [pair] of [...counts].sort((left, right) => right[1] - left[1])) {
    const sound = soundOfPair(pair);
    bySound.set(sound, [...(bySound.get(sound) ?? []), pair]);
  }
  return { known: new Set(counts.keys()), bySound };
}

/**
 * Puts right what was typed by sound: two characters that no phrasing has become two that sound the same and share one
 * of them (部要 → 不要). A character that fits its other neighbour stays.
 */
export function repairSounds(normalised: string, { known, bySound }: SoundLexicon): string {
  let text = normalised;
  for (let at = 0; at + 1 < text.length; at++) {
    const pair = text.slice(at, at + 2);
    if (known.has(pair) || !han.test(pair)) continue;
    const better = bySound.get(soundOfPair(pair))?.find((other) => differsInOne(pair, other));
    if (better === undefined) continue;
    const wrong = better.startsWith(pair.charAt(0)) ? at + 1 : at;
    const otherPair = wrong === at ? text.slice(at - 1, at + 1) : text.slice(at + 1, at + 3);
    if (!known.has(otherPair)) text = text.slice(0, at) + better + text.slice(at + 2);
  }
  return text;
}

function pairsOf(text: string): string[] {
  return Array.from({ length: Math.max(0, text.length - 1) }, (_, at) => text.slice(at, at + 2)).filter((pair) =>
    han.test(pair),
  );
}

function soundOfPair(pair: string): string {
  return `${soundOf(pair.charAt(0))} ${soundOf(pair.charAt(1))}`;
}

function differsInOne(pair: string, other: string): boolean {
  return other.startsWith(pair.charAt(0)) !== other.endsWith(pair.charAt(1));
}

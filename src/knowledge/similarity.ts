/** Characters that carry meaning, without case, width, spaces or punctuation. */
export function plainCharacters(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');
}

function bigramsOf(text: string): ReadonlySet<string> {
  const characters = Array.from(plainCharacters(text));
  if (characters.length < 2) return new Set(characters);
  return new Set(characters.slice(1).map((character, index) => `${characters[index]}${character}`));
}

type Phrasing = { readonly entry: string; readonly text: string };
type Neighbour = Phrasing & { readonly similarity: number };

/**
 * For each phrasing the most similar ones of its own entry and of another: Dice's coefficient of their bigrams, 0 to 1.
 * Only phrasings that share a bigram are compared, so that a large knowledge base stays quick to check.
 */
export function nearestNeighbours(phrasings: readonly Phrasing[]) {
  const grams = phrasings.map(({ text }) => bigramsOf(text));
  const having = new Map<string, number[]>();
  grams.forEach((set, index) => {
    for (const gram of set) {
      const holders = having.get(gram) ?? [];
      holders.push(index);
      having.set(gram, holders);
    }
  });
  return phrasings.map((phrasing, index) => {
    const mine = grams[index] ?? new Set();
    let own: Neighbour | undefined;
    let other: Neighbour | undefined;
    for (const [at, shared] of sharedWith(index, mine, having)) {
      const candidate = phrasings[at];
      if (!candidate) continue;
      const similarity = (2 * shared) / (mine.size + (grams[at]?.size ?? 0));
      if (candidate.entry === phrasing.entry) own = nearer(own, { ...candidate, similarity });
      else other = nearer(other, { ...candidate, similarity });
    }
    return { phrasing, own, other };
  });
}

function sharedWith(index: number, mine: ReadonlySet<string>, having: ReadonlyMap<string, number[]>) {
  const shared = new Map<number, number>();
  for (const gram of mine) {
    for (const at of having.get(gram) ?? []) if (at !== index) shared.set(at, (shared.get(at) ?? 0) + 1);
  }
  return shared;
}

function nearer(known: Neighbour | undefined, candidate: Neighbour): Neighbour {
  return known && known.similarity >= candidate.similarity ? known : candidate;
}

import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Phrasings } from '../../src/knowledge/matching/model.ts';

/** A question with its right entry; undefined where the entries have none. */
export type Labelled = { readonly text: string; readonly gold: string | undefined };
export type LabelledSet = {
  readonly name: string;
  readonly entries: readonly Phrasings[];
  readonly queries: readonly Labelled[];
  /** the same questions with typing slips, where the folder has them */
  readonly slips: readonly Labelled[];
};

export type Ranked = { readonly score: number; readonly ranked: readonly string[] };
export type Ranker = (text: string) => Ranked | Promise<Ranked>;

type Line = {
  readonly faq?: Phrasings;
  readonly query?: { readonly id: string; readonly text: string };
  readonly id?: string;
  readonly gold?: string | null;
  readonly kind?: string;
};

/** Reads `faq*.jsonl` (the one with most phrasings), `queries.jsonl` and `gold.jsonl` of a folder. */
export function readLabelledSet(folder: string): LabelledSet {
  const lines = (file: string) =>
    readFileSync(path.join(folder, file), 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Line);
  const faq = ['faq10.jsonl', 'faq5.jsonl', 'faq1.jsonl'].find((file) => existsSync(path.join(folder, file)));
  if (faq === undefined) throw new Error(`${folder} holds no faq*.jsonl`);
  const gold = new Map(
    lines('gold.jsonl').map(({ id, kind, gold: right }) => [id, kind === 'in' ? (right ?? undefined) : undefined]),
  );
  const labelled = (file: string): Labelled[] =>
    existsSync(path.join(folder, file))
      ? lines(file).flatMap(({ query }) => (query ? [{ text: query.text, gold: gold.get(query.id) }] : []))
      : [];
  return {
    name: path.basename(folder),
    entries: lines(faq).flatMap((line) => line.faq ?? []),
    queries: labelled('queries.jsonl'),
    slips: labelled('queries.typo.jsonl'),
  };
}

export type Figures = {
  readonly top1: number;
  readonly hit3: number;
  /** share of the answerable questions answered rightly at the threshold where 9 of 10 answers are right */
  readonly rightAtP90: number;
  /** share of the unanswerable ones that are answered at that threshold */
  readonly falseAtP90: number;
};

export async function measure(rank: Ranker, queries: readonly Labelled[]): Promise<Figures> {
  const rows: (Ranked & Labelled)[] = [];
  for (const query of queries) rows.push({ ...query, ...(await rank(query.text)) });
  const known = rows.filter(({ gold }) => gold !== undefined);
  const rightIn = (most: number) =>
    known.filter(({ gold, ranked }) => ranked.slice(0, most).includes(gold ?? '')).length / known.length;
  const { right, wrongKind } = atPrecision(rows, 0.9);
  return {
    top1: rightIn(1),
    hit3: rightIn(3),
    rightAtP90: right / known.length,
    falseAtP90: wrongKind / Math.max(1, rows.length - known.length),
  };
}

function atPrecision(rows: readonly (Ranked & Labelled)[], precision: number) {
  const best = { right: 0, wrongKind: 0 };
  let right = 0;
  let wrongKind = 0;
  const byScore = rows.filter(({ ranked }) => ranked.length > 0).sort((one, other) => other.score - one.score);
  byScore.forEach(({ gold, ranked }, at) => {
    if (gold !== undefined && ranked[0] === gold) right++;
    if (gold === undefined) wrongKind++;
    if (right / (at + 1) >= precision && right > best.right) Object.assign(best, { right, wrongKind });
  });
  return best;
}

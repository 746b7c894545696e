/**
 * What the matcher is worth and what it costs: `node --import tsx bench/matching.ts [FOLDER…]`.
 *
 * Each FOLDER holds a labelled set (faq*.jsonl, queries.jsonl, gold.jsonl): the blend is measured on it step by step,
 * beside four libraries that are given the same characters and pairs; then the whole of it on four deals anew. Without one, only the times are measured, on the
 * shipped knowledge base cut to 60 entries of 12 phrasings and on 1,000 entries made of its words.
 */
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { parse } from 'yaml';
import { createMatcherFrom } from '../src/knowledge/matching/matcher.ts';
import { learn, type Phrasings } from '../src/knowledge/matching/model.ts';
import { measure, readLabelledSet, type LabelledSet, type Ranker } from './matching/labelled-set.ts';
import { flexSearch, lunrIndex, miniSearch, nlpJs } from './matching/libraries.ts';
import { redraw } from './matching/redraw.ts';
import { steps } from './matching/steps.ts';

type Builder = { readonly name: string; readonly build: (entries: readonly Phrasings[]) => Ranker | Promise<Ranker> };

const builders: readonly Builder[] = [
  { name: 'FlexSearch', build: flexSearch },
  { name: 'MiniSearch', build: miniSearch },
  { name: 'lunr', build: lunrIndex },
  { name: 'nlp.js', build: nlpJs },
  ...steps,
];

async function compare(set: LabelledSet): Promise<void> {
  const rows: Record<string, Record<string, string>> = {};
  for (const { name, build } of builders) {
    const rank = await build(set.entries);
    const { top1, hit3, rightAtP90, falseAtP90 } = await measure(rank, set.queries);
    const slips = set.slips.length > 0 ? { 'top-1 typo': short((await measure(rank, set.slips)).top1) } : {};
    const figures = { 'top-1': short(top1), 'hit@3': short(hit3), 'right@P90': short(rightAtP90) };
    rows[name] = { ...figures, 'false@P90': short(falseAtP90), ...slips };
  }
  process.stdout.write(`\n${set.name}: ${set.entries.length} entries, ${set.queries.length} questions\n`);
  console.table(rows);
}

const deals = 4;

/** The shipped blend on other deals of the same set. */
async function again(set: LabelledSet): Promise<void> {
  const whole = steps.at(-1);
  if (!whole) return;
  for (let seed = 1; seed <= deals; seed++) {
    const { name, entries, queries } = redraw(set, seed);
    const { top1, hit3, rightAtP90, falseAtP90 } = await measure(whole.build(entries), queries);
    const figures = [top1, hit3, rightAtP90, falseAtP90].map(short).join(' · ');
    process.stdout.write(`${name}: top-1 · hit@3 · right@P90 · false@P90: ${figures}\n`);
  }
}

const short = (share: number): string => share.toFixed(3);

const folder = path.resolve(import.meta.dirname, '../config/knowledge');

async function shippedPhrasings(): Promise<Phrasings[]> {
  const files = (await readdir(folder)).filter((name) => name.endsWith('.yaml'));
  const texts = await Promise.all(files.map((name) => readFile(path.join(folder, name), 'utf8')));
  return texts.flatMap((text) => (parse(text) as { entries: Phrasings[] }).entries);
}

/** A thousand entries of twelve: each phrasing with what another entry asks about behind it. */
function multiply(entries: readonly Phrasings[]): Phrasings[] {
  return Array.from({ length: 1_000 }, (_, at) => ({
    id: `entry-${at}`,
    questions: Array.from({ length: 12 }, (__, nth) => {
      const own = entries[at % entries.length]?.questions ?? [];
      const other = entries[(at * 7 + 3) % entries.length]?.questions ?? [];
      return `${own[nth % own.length] ?? ''}${(other[at % other.length] ?? '').slice(0, 6)}${at % 97}`;
    }),
  }));
}

function time(name: string, entries: readonly Phrasings[]): void {
  const model = learn(entries);
  // The processor's time, so that a busy machine does not count.
  const started = process.cpuUsage();
  learn(entries);
  const { user, system } = process.cpuUsage(started);
  const learned = (user + system) / 1e3;
  const { match } = createMatcherFrom(model);
  const texts = entries.flatMap(({ questions }) => questions).slice(0, 2_000);
  const rounds = Math.ceil(6_000 / texts.length);
  for (const text of texts) match(text);
  const microseconds: number[] = [];
  for (let round = 0; round < rounds; round++) {
    for (const text of texts) {
      const before = process.hrtime.bigint();
      match(text);
      microseconds.push(Number(process.hrtime.bigint() - before) / 1e3);
    }
  }
  microseconds.sort((one, other) => one - other);
  const at = (share: number) => (microseconds[Math.floor(microseconds.length * share)] ?? 0).toFixed(0);
  process.stdout.write(
    `${name}: learned in ${learned.toFixed(0)} ms of processor time, median ${at(0.5)} µs, p99 ${at(0.99)} µs\n`,
  );
}

const shipped = await shippedPhrasings();
time(
  '60 × 12',
  shipped.slice(0, 60).map(({ id, questions }) => ({ id, questions: questions.slice(0, 12) })),
);
time('1,000 × 12', multiply(shipped));
for (const each of process.argv.slice(2)) {
  const set = readLabelledSet(each);
  await compare(set);
  await again(set);
}

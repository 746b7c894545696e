import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { parse } from 'yaml';
import { z } from 'zod';
import type { Entry, Match } from '../domain/knowledge.ts';
import { bandOf } from '../knowledge/matching/confidence.ts';
import { createMatcher, type Phrasings } from '../knowledge/matching/matcher.ts';
import { understandText } from '../knowledge/understand.ts';

/**
 * `npm run match`: the matcher as a filter, JSON lines in, JSON lines out. Over the `{"faq":…}` lines given before the
 * first query; without any, and with `--intents`, over the shipped knowledge base.
 */
const Line = z.union([
  z.object({ faq: z.object({ id: z.string(), questions: z.array(z.string()) }) }),
  z.object({ query: z.object({ id: z.union([z.string(), z.number()]), text: z.string() }) }),
]);
type Query = { readonly id: string | number; readonly text: string };
type Answer = (query: Query) => unknown;

async function shippedEntries(): Promise<Entry[]> {
  const folder = path.join(process.env.CONFIG_DIR ?? './config', 'knowledge');
  const files = (await readdir(folder)).filter((name) => name.endsWith('.yaml')).sort();
  const topics = await Promise.all(files.map((name) => readFile(path.join(folder, name), 'utf8')));
  return topics.flatMap((yaml) => (parse(yaml) as { entries: Entry[] }).entries);
}

async function answerByIntent(): Promise<Answer> {
  const entries = await shippedEntries();
  const matcher = createMatcher(entries);
  return ({ id, text }) => {
    const { intent, entry, priority, score } = understandText(text, { matcher, entries });
    return { id, intent: intent ?? null, entry: entry ?? null, priority, score };
  };
}

async function answerByEntry(given: readonly Phrasings[], withBand: boolean): Promise<Answer> {
  const matcher = createMatcher(given.length > 0 ? given : await shippedEntries());
  return ({ id, text }) => {
    const match: Match = matcher.match(text);
    const band = withBand ? { band: bandOf(match.score) } : {};
    return { id, best: match.best ?? null, score: match.score, ranked: match.ranked, ...band };
  };
}

const flags = new Set(process.argv.slice(2));
const given: Phrasings[] = [];
let answer: Answer | undefined;
for await (const line of createInterface({ input: process.stdin })) {
  if (line.trim() === '') continue;
  const parsed = Line.parse(JSON.parse(line));
  if ('faq' in parsed) {
    given.push(parsed.faq);
    continue;
  }
  answer ??= flags.has('--intents') ? await answerByIntent() : await answerByEntry(given, flags.has('--bands'));
  process.stdout.write(`${JSON.stringify(answer(parsed.query))}\n`);
}

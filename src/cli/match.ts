import { access, readFile } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { Entry } from '../domain/knowledge.ts';
import { parseRegistry } from '../identity/registry.ts';
import { gatherFacts } from '../knowledge/facts.ts';
import { parseHours } from '../knowledge/hours.ts';
import { loadKnowledge } from '../knowledge/load.ts';
import { bandOf } from '../knowledge/matching/confidence.ts';
import { createMatcher, type Phrasings } from '../knowledge/matching/matcher.ts';
import { understandText } from '../knowledge/understand.ts';
import { parseWalletFacts } from '../knowledge/wallet-facts.ts';
import { faultLine, type Fault } from '../lib/fault.ts';
import type { Result } from '../lib/result.ts';

/*
 * npm run match               {"faq":…} lines, then {"query":…} lines: the entry for each; without faq lines, over the
 *                             knowledge base
 * npm run match -- --bands    the same, with the band: answer, offer (with what is offered) or hand_over
 * npm run match -- --intents  {"query":…} lines: intent, entry and priority of each, rules first, over the knowledge base
 */
const Line = z.union([
  z.object({ faq: z.object({ id: z.string(), questions: z.array(z.string()) }) }),
  z.object({ query: z.object({ id: z.union([z.string(), z.number()]), text: z.string() }) }),
]);
type Query = { readonly id: string | number; readonly text: string };
type Answer = (query: Query) => object;

const shipped = fileURLToPath(new URL('../../config', import.meta.url));

/** The file of CONFIG_DIR, or of the shipped folder where CONFIG_DIR has none: it may hold a registry and no more. */
async function configured(name: string): Promise<string> {
  const chosen = path.join(process.env.CONFIG_DIR ?? './config', name);
  return access(chosen).then(
    () => chosen,
    () => path.join(shipped, name),
  );
}

function accepted<T>(result: Result<T, Fault[]>): T {
  if (result.ok) return result.value;
  throw new Error(result.error.map(faultLine).join('\n'));
}

async function knowledgeBase(): Promise<readonly Entry[]> {
  const read = async (name: string) => readFile(await configured(name), 'utf8');
  const facts = gatherFacts({
    wallet: accepted(parseWalletFacts(await read('wallet.yaml'))),
    hours: accepted(parseHours(await read('hours.yaml'))),
    registry: accepted(parseRegistry(await read('registry.yaml'))),
  });
  return accepted(await loadKnowledge(await configured('knowledge'), facts)).entries;
}

async function answerByIntent(): Promise<Answer> {
  const entries = await knowledgeBase();
  const matcher = createMatcher(entries);
  return ({ id, text }) => {
    const { intent, entry, priority, score } = understandText(text, { matcher, entries });
    return { id, intent: intent ?? null, entry: entry ?? null, priority, score };
  };
}

async function answerByEntry(given: readonly Phrasings[], withBand: boolean): Promise<Answer> {
  const { match } = createMatcher(given.length > 0 ? given : await knowledgeBase());
  return ({ id, text }) => {
    const { best, score, ranked } = match(text);
    const band = bandOf(score);
    const offer = band === 'offer' ? ranked.slice(0, 3) : [];
    return { id, best: best ?? null, score, ranked, ...(withBand && { band, offer }) };
  };
}

async function main(flags: ReadonlySet<string>): Promise<void> {
  const given: Phrasings[] = [];
  let answer: Answer | undefined;
  for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
    if (line.trim() === '') continue;
    const parsed = Line.parse(JSON.parse(line));
    if ('faq' in parsed) {
      given.push(parsed.faq);
      continue;
    }
    answer ??= flags.has('--intents') ? await answerByIntent() : await answerByEntry(given, flags.has('--bands'));
    process.stdout.write(`${JSON.stringify(answer(parsed.query))}\n`);
  }
}

main(new Set(process.argv.slice(2))).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});

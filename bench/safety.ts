import { readFileSync } from 'node:fs';
import type * as Redact from '../src/safety/redact.ts';
import type * as SafetyConfig from '../src/safety/safety-config.ts';
import type * as ScamSigns from '../src/safety/scam-signs.ts';

/**
 * Microseconds a message for redaction and scam signs together, over the corpus of test/safety. `npm run build` first: the
 * built product is timed, without what running from the sources adds.
 */
const built = new URL('../dist/safety/', import.meta.url);
const { createRedactor } = (await import(new URL('redact.js', built).href)) as typeof Redact;
const { parseSafetyConfig } = (await import(new URL('safety-config.js', built).href)) as typeof SafetyConfig;
const { createScamSigns } = (await import(new URL('scam-signs.js', built).href)) as typeof ScamSigns;

const config = parseSafetyConfig(readFileSync(new URL('../config/safety.yaml', import.meta.url), 'utf8'));
if (!config.ok) throw new Error('config/safety.yaml is not valid');
const redact = createRedactor();
const scamSigns = createScamSigns(config.value);

const corpus = new URL('../test/safety/corpus/', import.meta.url);
const texts = ['secrets', 'harmless', 'stories'].flatMap((name) =>
  readFileSync(new URL(`${name}.jsonl`, corpus), 'utf8')
    .trim()
    .split('\n')
    .map((line) => (JSON.parse(line) as { text: string }).text),
);

const times: number[] = [];
for (let round = 0; round < 30; round++) {
  for (const text of texts) {
    const from = process.hrtime.bigint();
    redact(text);
    scamSigns(text);
    if (round >= 10) times.push(Number(process.hrtime.bigint() - from) / 1000);
  }
}
times.sort((a, b) => a - b);
const at = (share: number) => Number((times[Math.floor(times.length * share)] ?? 0).toFixed(1));
process.stdout.write(
  `${JSON.stringify({ bench: 'safety', texts: texts.length, medianUs: at(0.5), p95Us: at(0.95), p99Us: at(0.99) })}\n`,
);

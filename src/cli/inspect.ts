import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { createRegistryLookup, parseRegistry } from '../identity/registry.ts';
import { faultLine } from '../lib/fault.ts';
import type { Fault } from '../lib/fault.ts';
import type { Result } from '../lib/result.ts';
import { createInspect } from '../safety/inspect.ts';
import { createRedactor } from '../safety/redact.ts';
import { parseSafetyConfig } from '../safety/safety-config.ts';
import { createScamSigns } from '../safety/scam-signs.ts';

const folder = process.env.CONFIG_DIR ?? './config';
const line = z.object({ id: z.union([z.string(), z.number()]), text: z.string() });

/** The tricks as shipped, for a folder that holds a registry and nothing else. */
const shippedTricks = new URL('../../config/safety.yaml', import.meta.url);

function readConfig(name: string): Promise<string> {
  return readFile(join(folder, name), 'utf8');
}

function accepted<T>(parsed: Result<T, Fault[]>): T {
  if (parsed.ok) return parsed.value;
  throw new Error(parsed.error.map(faultLine).join('\n'));
}

/** `{"id", "text"}` lines in, one inspection a line out, in the same order. */
async function main(): Promise<void> {
  const { findIn } = createRegistryLookup(accepted(parseRegistry(await readConfig('registry.yaml'))));
  const tricks = await readConfig('safety.yaml').catch(() => readFile(shippedTricks, 'utf8'));
  const scamSigns = createScamSigns(accepted(parseSafetyConfig(tricks)));
  const inspect = createInspect({ redact: createRedactor(), findIn, scamSigns });
  for await (const text of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
    if (text.trim() === '') continue;
    const { id, text: message } = line.parse(JSON.parse(text));
    process.stdout.write(`${JSON.stringify({ id, ...inspect(message) })}\n`);
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});

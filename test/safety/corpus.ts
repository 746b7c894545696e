import { readFileSync } from 'node:fs';
import { createRegistryLookup, parseRegistry } from '../../src/identity/registry.ts';
import { parseSafetyConfig } from '../../src/safety/safety-config.ts';

/** The labelled texts of one file of test/safety/corpus. */
export function corpus<Row>(name: string): Row[] {
  const lines = readFileSync(new URL(`corpus/${name}.jsonl`, import.meta.url), 'utf8')
    .trim()
    .split('\n');
  return lines.map((line) => JSON.parse(line) as Row);
}

function shipped(name: string): string {
  return readFileSync(new URL(`../../config/${name}`, import.meta.url), 'utf8');
}

export function accepted<T>(parsed: { ok: true; value: T } | { ok: false; error: unknown }): T {
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.error));
  return parsed.value;
}

export const shippedRegistry = accepted(parseRegistry(shipped('registry.yaml')));
export const shippedTricks = accepted(parseSafetyConfig(shipped('safety.yaml')));
export const { findIn } = createRegistryLookup(shippedRegistry);

import { z } from 'zod';
import type { Fault } from '../lib/fault.ts';
import type { Facts } from '../lib/fill.ts';
import { ok } from '../lib/result.ts';
import type { Result } from '../lib/result.ts';
import { readYaml } from './read-yaml.ts';

export const regions = ['cn', 'us', 'hk', 'tw'] as const;
export type Region = (typeof regions)[number];

const Fact = z.union([
  z.string().trim().min(1),
  z.strictObject({ value: z.string().trim().min(1), sample: z.boolean().default(false) }),
]);

const WalletFile = z.strictObject({
  /** where the wallet's customers live: whose consumer bodies the texts name, the first one first */
  regions: z.array(z.enum(regions)).min(1),
  consumerBodies: z.partialRecord(z.enum(regions), z.string().trim().min(1)),
  facts: z.record(z.string().regex(/^[a-z]\w*$/i), Fact),
});

export type WalletFacts = {
  readonly facts: Facts;
  readonly regions: readonly Region[];
  /** names of the facts that still have the value they were shipped with */
  readonly samples: readonly string[];
};

/** The facts of the wallet, from the text of config/wallet.yaml. */
export function parseWalletFacts(text: string, file = 'wallet.yaml'): Result<WalletFacts, Fault[]> {
  const read = readYaml(file, text, WalletFile);
  if (!read.ok) return read;
  const { facts, consumerBodies, regions: served } = read.value;
  const plain = Object.entries(facts).map(([name, fact]) =>
    typeof fact === 'string' ? [name, fact] : [name, fact.value],
  );
  const bodies = served.flatMap((region) => consumerBodies[region] ?? []);
  const missing = served.filter((region) => consumerBodies[region] === undefined);
  if (missing.length > 0) {
    return {
      ok: false,
      error: missing.map((region) => ({ file, at: `consumerBodies.${region}`, problem: 'is missing' })),
    };
  }
  return ok({
    facts: { ...(Object.fromEntries(plain) as Facts), consumerBodies: bodies.join('；') },
    regions: served,
    samples: Object.keys(facts).filter((name) => isSample(facts[name])),
  });
}

function isSample(fact: z.infer<typeof Fact> | undefined): boolean {
  return typeof fact === 'object' && fact.sample;
}

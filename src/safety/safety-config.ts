import { parse } from 'yaml';
import { z } from 'zod';
import { priorities } from '../domain/intent.ts';
import type { Fault } from '../lib/fault.ts';
import { err, ok } from '../lib/result.ts';
import type { Result } from '../lib/result.ts';

const file = 'safety.yaml';
/** Words with white space between them. */
const words = z
  .string()
  .trim()
  .min(1)
  .transform((text) => text.split(/\s+/));

const trick = z.object({
  /** stable: it is in statistics, tickets and the inspection's answer */
  id: z.string().regex(/^[a-z][a-z0-9_]*$/),
  /** what customers call it */
  name: z.string().min(1),
  priority: z.enum(priorities),
  /** where the trick is described by those who fight it */
  source: z.string().min(1),
  /** a sign shows when one word of each of its groups stands in the text, no farther apart than `within` characters */
  signs: z.array(z.object({ all: z.array(words).min(1), within: z.number().int().positive().default(40) })).min(1),
  /** words that make a text talk of something else, though a sign shows */
  unless: words.default([]),
  warning: z.string().min(1),
  next: z.string().min(1),
});

const shape = z.object({
  /** numbers anybody may be told to ring: police and authorities */
  publicNumbers: z.array(z.string().regex(/^\d{3,12}$/)).default([]),
  /** words that name a trick to warn of it, or to say that it did not happen */
  denied: words.default([]),
  /** words that several signs share: `@name` stands for them in a group */
  lists: z.record(z.string(), words).default({}),
  /** one word, and no farther behind it than `within` characters another: `@name` stands for them, too */
  phrases: z
    .record(z.string(), z.object({ first: words, then: words, within: z.number().int().positive().default(12) }))
    .default({}),
  tricks: z.array(trick).min(1),
});

type Written = z.infer<typeof shape>;
export type SafetyConfig = Omit<Written, 'lists'>;
export type Phrase = SafetyConfig['phrases'][string];
export type Trick = SafetyConfig['tricks'][number];

/** The tricks in the text of config/safety.yaml, or everything that is wrong with it. */
export function parseSafetyConfig(yamlText: string): Result<SafetyConfig, Fault[]> {
  const read = readPlain(yamlText);
  if (!read.ok) return err([{ file, at: '', problem: read.error }]);
  const parsed = shape.safeParse(read.value);
  if (!parsed.success) {
    return err(parsed.error.issues.map(({ path, message }) => ({ file, at: path.join('.'), problem: message })));
  }
  const repeated = parsed.data.tricks.filter(({ id }, i, all) => all.findIndex((other) => other.id === id) !== i);
  const faults = [
    ...repeated.map(({ id }) => ({ file, at: `tricks.${id}`, problem: 'is there twice' })),
    ...unknownNames(parsed.data),
  ];
  return faults.length > 0 ? err(faults) : ok(spelledOut(parsed.data));
}

const named = /^@(.+)/;

function unknownNames({ lists, phrases, tricks }: Written): Fault[] {
  const known = new Set([...Object.keys(lists), ...Object.keys(phrases)]);
  return tricks.flatMap(({ id, signs }) =>
    signs
      .flatMap(({ all }) => all.flat())
      .filter((word) => named.test(word) && !known.has(word.slice(1)))
      .map((word) => ({ file, at: `tricks.${id}`, problem: `names ${word}, which is neither a list nor a phrase` })),
  );
}

/** The same with the words of its lists in every group that names one; what names a phrase stays. */
function spelledOut({ lists, phrases, tricks, ...rest }: Written): SafetyConfig {
  const spelled = (group: readonly string[]) => group.flatMap((word) => lists[named.exec(word)?.[1] ?? ''] ?? [word]);
  const withWords = Object.entries(phrases).map(([name, { first, then, within }]) => {
    return [name, { first: spelled(first), then: spelled(then), within }] as const;
  });
  return {
    ...rest,
    phrases: Object.fromEntries(withWords),
    tricks: tricks.map((each) => ({
      ...each,
      signs: each.signs.map((sign) => ({ ...sign, all: sign.all.map(spelled) })),
    })),
  };
}

function readPlain(yamlText: string): Result<unknown, string> {
  try {
    return ok(parse(yamlText, { maxAliasCount: 0 }));
  } catch (error) {
    return err(error instanceof Error ? (error.message.split('\n', 1)[0] ?? '') : String(error));
  }
}

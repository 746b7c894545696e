import { z } from 'zod';
import { pageWordKeys } from '../domain/page-words.ts';
import type { PageWordKey, PageWords, PrivacyNotice } from '../domain/page-words.ts';
import type { Fault } from '../lib/fault.ts';
import { fillFacts, placeholdersOf } from '../lib/fill.ts';
import type { Facts } from '../lib/fill.ts';
import { err, ok } from '../lib/result.ts';
import type { Result } from '../lib/result.ts';
import { readYaml } from './read-yaml.ts';

const text = z.string().trim().min(1);
const PagesFile = z.strictObject({
  words: z.strictObject(
    Object.fromEntries(Object.keys(pageWordKeys).map((key) => [key, text])) as Record<PageWordKey, typeof text>,
  ),
  privacy: z.strictObject({ version: text, paragraphs: z.array(text).min(1) }),
});

export type PageTexts = { readonly words: PageWords; readonly privacy: PrivacyNotice };

/** The texts of the pages, from the text of config/pages.yaml, with the wallet's facts filled in. */
export function parsePageTexts(yaml: string, facts: Facts, file = 'pages.yaml'): Result<PageTexts, Fault[]> {
  const read = readYaml(file, yaml, PagesFile);
  if (!read.ok) return read;
  const { words, privacy } = read.value;
  const faults = [
    ...(Object.keys(pageWordKeys) as PageWordKey[]).flatMap((key) =>
      unknown(words[key], pageWordKeys[key], facts).map((problem) => ({ file, at: `words.${key}`, problem })),
    ),
    ...unknown(privacy.paragraphs.join('\n'), [], facts).map((problem) => ({ file, at: 'privacy', problem })),
  ];
  if (faults.length > 0) return err(faults);
  const filled = Object.entries(words).map(([key, word]) => [key, fillFacts(word, facts)]);
  return ok({
    words: Object.fromEntries(filled) as PageWords,
    privacy: { ...privacy, paragraphs: privacy.paragraphs.map((paragraph) => fillFacts(paragraph, facts)) },
  });
}

function unknown(written: string, own: readonly string[], facts: Facts): string[] {
  return placeholdersOf(written)
    .filter((name) => !own.includes(name) && !Object.hasOwn(facts, name))
    .map((name) => `there is no {${name}}`);
}

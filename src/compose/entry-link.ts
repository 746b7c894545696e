import type { Entry } from '../domain/knowledge.ts';
import type { FoundLink } from '../domain/safety.ts';
import { addressOf } from '../pages/help-pages.ts';

type Deps = {
  readonly publicUrl: string | undefined;
  readonly findIn: (text: string) => { readonly links: readonly FoundLink[] };
};

/**
 * The addresses of entries' pages, for texts to customers. None where PUBLIC_URL is not set, or not under a website of
 * the registry: a customer is told to trust no other link.
 */
export function createEntryLink({ publicUrl, findIn }: Deps): (entry: Entry) => string | undefined {
  const found = publicUrl === undefined ? [] : findIn(`${publicUrl}/help`).links;
  const isOfficial = found.length > 0 && found.every(({ official }) => official);
  return (entry) => (isOfficial ? `${publicUrl}${addressOf(entry)}` : undefined);
}

import type { PageWordKey, PageWords, PrivacyNotice } from '../domain/page-words.ts';
import { fill } from '../lib/fill.ts';
import type { Facts } from '../lib/fill.ts';

/** What every page needs. */
export type Site = {
  /** a text of config/pages.yaml, with its own placeholders filled in */
  readonly say: (key: PageWordKey, own?: Facts) => string;
  readonly privacy: PrivacyNotice;
  readonly facts: Facts;
  /** where the pages are reached from outside, without a slash at its end; undefined: not known */
  readonly publicUrl?: string;
  readonly stylePath: string;
};

type SiteParts = Omit<Site, 'say'> & { readonly words: PageWords };

export function createSite({ words, ...rest }: SiteParts): Site {
  return { ...rest, say: (key, own = {}) => fill(words[key], own) };
}

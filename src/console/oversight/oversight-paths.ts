import { computed, type ComputedRef } from 'vue';
import type { WordKey } from '../i18n/words.ts';
import { administers, audits, leads } from '../state/me.ts';

type Section = { readonly path: string; readonly word: WordKey; readonly isFor: ComputedRef<boolean> };

/** The pages of incidents and records, and who sees each; the API asks again. */
export const oversight: readonly Section[] = [
  { path: '/incidents', word: 'incidents.title', isFor: computed(() => true) },
  { path: '/dead-letters', word: 'letters.title', isFor: leads },
  { path: '/customer-data', word: 'data.title', isFor: administers },
  { path: '/audit', word: 'audit.title', isFor: audits },
];

export const oversightPaths: readonly string[] = oversight.map(({ path }) => path);

import { ref } from 'vue';
import { en } from './en.ts';
import type { WordKey, Words } from './words.ts';
import { zh } from './zh.ts';

export type Locale = 'zh' | 'en';

const languages: Readonly<Record<Locale, Words>> = { zh, en };
const kept = 'desk.locale';

export const locale = ref<Locale>(localStorage.getItem(kept) === 'en' ? 'en' : 'zh');

export function setLocale(next: Locale): void {
  locale.value = next;
  localStorage.setItem(kept, next);
  document.documentElement.lang = localeTag();
}

/** For Accept-Language, `lang` and dates. */
export function localeTag(): string {
  return locale.value === 'en' ? 'en' : 'zh-CN';
}

/** What the console says under a key, with its `{placeholders}` filled in. */
export function t(key: WordKey, facts: Readonly<Record<string, string | number>> = {}): string {
  return languages[locale.value][key].replace(/\{(\w+)\}/g, (whole, name: string) => String(facts[name] ?? whole));
}

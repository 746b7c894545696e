import type { zh } from './zh.ts';

export type WordKey = keyof typeof zh;
/** One language of the console: every key, or it does not compile. */
export type Words = Readonly<Record<WordKey, string>>;

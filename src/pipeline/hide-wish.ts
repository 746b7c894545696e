import type { Wish } from '../domain/identity.ts';
import type { PhraseWords } from '../identity/phrase-words.ts';

/**
 * What is stored of a text that checks a code or chooses a phrase. A code may be one that a bank sent, taken for ours; a
 * phrase proves who writes only as long as nobody else has read it.
 */
export function hideWish(masked: string, wish: Wish | undefined, phrase: PhraseWords | undefined): string {
  if (wish?.kind === 'code') return '验证 [核实码]';
  if (phrase?.kind === 'set' || phrase?.kind === 'refused') return '设置防伪短语 [已隐藏]';
  return masked;
}

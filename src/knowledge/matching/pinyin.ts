import { pinyin } from 'pinyin-pro';

const known = new Map<string, string>();
/** More than the characters in daily use: beyond it a syllable is looked up each time, so memory has a bound. */
const most = 8_000;

/** How a token sounds, without its tone; a Latin word or a number sounds as it is written. */
export function soundOf(token: string): string {
  const before = known.get(token);
  if (before !== undefined) return before;
  const sound = token.length === 1 && token > '\u2e7f' ? plainSound(pinyin(token, { toneType: 'none' })) : token;
  if (known.size < most) known.set(token, sound);
  return sound;
}

/** Typing by sound mixes up what many speakers don't tell apart: zh/z, ch/c, sh/s, n/l at the start, ng/n at the end. */
function plainSound(syllable: string): string {
  return syllable.replace(/^([zcs])h/, '$1').replace(/([aei])ng$/, '$1n');
}

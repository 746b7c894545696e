export const passwordLength = { min: 12, max: 128 } as const;

export type PasswordFault = 'too_short' | 'too_long' | 'too_common';

/** Long enough to pass the length rule, and tried first by whoever guesses. */
const common = new Set([
  'password1234',
  'passwordpassword',
  'password123456',
  'administrator',
  'administrator1',
  'adminadminadmin',
  'changemechangeme',
  'letmeinletmein',
  'welcomewelcome',
  'qwertyuiop123',
  'qwertyuiopasdfghjkl',
  'qwertyuiop[]',
  '1qaz2wsx3edc',
  '1qaz2wsx3edc4rfv',
  'zaq12wsxcde3',
  'woaini1314520',
  'woaini520520',
  'qq123456789123',
  'a1b2c3d4e5f6',
  'iloveyou1234',
  'walletwallet',
  'walletwallet1',
  'customerservice',
  'kefukefukefu',
  'qianbaoqianbao',
]);

/** Words of this desk that make no password by themselves, however often they are written. */
const ownWords = ['wallet', 'desk', 'admin', 'password', 'kefu', 'qianbao', '钱包', '客服', '密码'];

function isRepeated(text: string): boolean {
  // "abcabcabcabc" is found in itself twice over, shifted by one period.
  return (text + text).indexOf(text, 1) < text.length;
}

function isRun(text: string): boolean {
  const codes = Array.from(text, (character) => character.codePointAt(0) ?? 0);
  const step = (codes[1] ?? 0) - (codes[0] ?? 0);
  // A run of digits goes on after 9 with 0.
  return (
    Math.abs(step) <= 1 &&
    codes.every((code, at) => at === 0 || (code - (codes[at - 1] ?? 0) + 10) % 10 === (step + 10) % 10)
  );
}

function isOwnWordsOnly(text: string, words: readonly string[]): boolean {
  const rest = words.filter(Boolean).reduce((left, word) => left.replaceAll(word, ''), text);
  return Array.from(rest.replace(/[\d\W_]/gu, '')).length === 0 && /^[\x20-\x7e]*$/.test(rest);
}

/**
 * What is wrong with a new password: length, or that it is one of the first to be tried. No rule on kinds of
 * characters: they make passwords worse, not better (NIST SP 800-63B).
 *
 * @param about the account's own words: login, name, employee number
 * @returns undefined for one that may be used
 */
export function passwordFault(password: string, about: readonly string[]): PasswordFault | undefined {
  const characters = Array.from(password);
  if (characters.length < passwordLength.min) return 'too_short';
  if (characters.length > passwordLength.max) return 'too_long';
  const plain = password.toLowerCase();
  const own = [...ownWords, ...about.map((word) => word.toLowerCase())].sort((a, b) => b.length - a.length);
  const isCommon = common.has(plain) || isRepeated(plain) || isRun(plain) || isOwnWordsOnly(plain, own);
  return isCommon ? 'too_common' : undefined;
}

/** Integers that a double can't hold, and strings, which are passed over. */
const bigIntegers = /"[^"\\]*(?:\\.[^"\\]*)*"|(?<![\w.+-])-?\d{16,}(?![\d.eE])/g;
// eslint-disable-next-line no-control-regex -- they are what it looks for
const controls = /[\u0000-\u001f]/g;

/**
 * JSON as WeChat writes it: message ids of 64 bits stay whole, as strings of digits, and the raw control characters
 * that nicknames and remarks bring along count as spaces.
 *
 * @returns undefined for what is no JSON
 */
export function parseWechatJson(text: string): unknown {
  const clean = text.replace(controls, ' ');
  const quoted = clean.replace(bigIntegers, (token) => (token.startsWith('"') ? token : `"${token}"`));
  try {
    return JSON.parse(quoted) as unknown;
  } catch {
    return undefined;
  }
}

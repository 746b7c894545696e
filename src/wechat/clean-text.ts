/** What XML 1.0 (2.2) forbids, which builders let through and WeChat answers with "service unavailable". */
// eslint-disable-next-line no-control-regex -- control characters are what it is about
const forbidden = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/gu;
/** The same and more, without pairing surrogates: most texts have none of it, and this finds out five times faster. */
// eslint-disable-next-line no-control-regex -- as above
const suspicious = /[\u0000-\u0008\u000b-\u001f\ufffe\uffff\ud800-\udfff]/;

/** A text as XML can carry it: without control characters and lone surrogates, lines ended by a line feed. */
export function cleanText(text: string): string {
  return suspicious.test(text) ? text.replace(/\r\n?/g, '\n').replace(forbidden, '') : text;
}

/** The longest beginning of a text that takes at most so many bytes of UTF-8, no character split. */
export function cutToBytes(text: string, maxBytes: number): string {
  if (text.length * 3 <= maxBytes || Buffer.byteLength(text, 'utf8') <= maxBytes) return text;
  const bytes = Buffer.from(text, 'utf8');
  let end = maxBytes;
  while (((bytes[end] ?? 0) & 0xc0) === 0x80) end -= 1;
  return bytes.toString('utf8', 0, end);
}

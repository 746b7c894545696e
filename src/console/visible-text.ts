/** A piece of a text, or a character in it that nobody sees: direction overrides, zero-width and control characters. */
export type Piece = { readonly text: string } | { readonly invisible: string };

// What reorders or hides text is how a false name or address is written. A joiner within an emoji is not that.
const deceptive =
  /(?!(?<=\p{Extended_Pictographic}\p{M}?\p{Emoji_Modifier}?)\u200d)[\p{Cf}\p{Zl}\p{Zp}\u115f\u1160\u3164\uffa0]|(?![\n\r\t])\p{Cc}/gu;

/** Splits a text so that each deceptive character can be shown as what it is. */
export function piecesOf(text: string): readonly Piece[] {
  const pieces: Piece[] = [];
  let from = 0;
  for (const { 0: character, index } of text.matchAll(deceptive)) {
    if (index > from) pieces.push({ text: text.slice(from, index) });
    const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
    pieces.push({ invisible: `U+${code}` });
    from = index + character.length;
  }
  if (from < text.length) pieces.push({ text: text.slice(from) });
  return pieces;
}

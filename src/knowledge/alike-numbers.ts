/** From so many digits on a number is an amount, a day, an order's or somebody's number: not a word of its own. */
const number = /\d{4,}/g;
/** A line that many call: 12378, 95588, 10086, 96110. Other numbers of five digits are amounts. */
const shortLine = /^(?:1[0126]|9[56])\d{3}$/;

/**
 * One text for all that differ in their numbers alone, so that what one of them means need not be found anew for each.
 *
 * Every number becomes zeros, as many as it has digits; what `named` holds and short lines stay, for they are words.
 *
 * @param named numbers that the knowledge base speaks of
 */
export function withAlikeNumbers(text: string, named: ReadonlySet<string>): string {
  return text.replace(number, (digits) =>
    shortLine.test(digits) || named.has(digits) ? digits : '0'.repeat(digits.length),
  );
}

/** The numbers that some texts name. */
export function numbersNamedIn(texts: Iterable<string>): ReadonlySet<string> {
  const named = new Set<string>();
  for (const text of texts) for (const [digits] of text.matchAll(number)) named.add(digits);
  return named;
}

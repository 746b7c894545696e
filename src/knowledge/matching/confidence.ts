/** What the confidence is made of. */
export type Evidence = {
  /** the likeliest entry's value of its linear form, about 0 to 1 */
  readonly top: number;
  /** how far ahead of the second it is */
  readonly margin: number;
  /** share of the text's weight that no phrasing has, 0 to 1 */
  readonly unknown: number;
  /** characters of the text */
  readonly length: number;
};

/** A logistic curve through what was right and wrong on questions with known answers; docs/matching.md says how. */
const curve = { base: -3.2, top: 7, margin: 3, unknown: -3, length: -0.01 };

/** How likely the likeliest entry is the right one, 0 to 1. */
export function confidenceOf({ top, margin, unknown, length }: Evidence): number {
  const sum =
    curve.base +
    curve.top * top +
    curve.margin * margin +
    curve.unknown * unknown +
    curve.length * Math.min(60, length);
  return 1 / (1 + Math.exp(-sum));
}

/** From here up the bot answers; from `offer` up it offers the likeliest three; below it hands over. */
export const thresholds = { answer: 0.6, offer: 0.15 };

export type Band = 'answer' | 'offer' | 'hand_over';

export function bandOf(confidence: number): Band {
  if (confidence >= thresholds.answer) return 'answer';
  return confidence >= thresholds.offer ? 'offer' : 'hand_over';
}

/** What speaks for and against the likeliest entry. */
export type Evidence = {
  /** its linear form's value, about 0 to 1 */
  readonly value: number;
  /** how far it is ahead of the second */
  readonly margin: number;
  /** likeness to the nearest of its phrasings, 0 to 1 */
  readonly nearest: number;
  /** share of what the text is about that its phrasings have too, 0 to 1 */
  readonly covered: number;
  /** characters of the text */
  readonly length: number;
};

/** A logistic curve through what was right and wrong on questions with known answers: docs/matching.md. */
const curve = { base: -7.7, value: 7.6, margin: 3.5, nearest: 2.1, covered: 2.5, length: 1.3 };

/** How likely the likeliest entry is the one that was meant, 0 to 1. */
export function confidenceOf({ value, margin, nearest, covered, length }: Evidence): number {
  const sum =
    curve.base +
    curve.value * value +
    curve.margin * margin +
    curve.nearest * nearest +
    curve.covered * covered +
    // A long text that still resembles an entry resembles it by more than chance.
    curve.length * Math.log(1 + length);
  return 1 / (1 + Math.exp(-sum));
}

/** From `answer` up the bot answers, from `offer` up it offers the likeliest three, below it hands over. */
export const thresholds = { answer: 0.7, offer: 0.15 };

export type Band = 'answer' | 'offer' | 'hand_over';

export function bandOf(confidence: number): Band {
  if (confidence >= thresholds.answer) return 'answer';
  return confidence >= thresholds.offer ? 'offer' : 'hand_over';
}

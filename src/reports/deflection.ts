/** One thing that a customer got: an answer of the bot's, a person, or an answer that he said did not help. */
export type Turn = {
  readonly id: string;
  readonly customer: string;
  readonly kind: 'answered' | 'person' | 'unhelpful';
  readonly topic: string;
  /** the entry that answered */
  readonly entry?: string;
  readonly at: Date;
};

const withinMs = 24 * 3_600_000;

/**
 * Whether an answer was all that was needed: within 24 hours the customer came to no person, did not ask about the same
 * topic again, and did not say that it was no help.
 *
 * @param others turns of the same customer, this one among them or not
 */
export function isDeflected(answer: Turn, others: readonly Turn[]): boolean {
  const from = answer.at.getTime();
  return !others.some((other) => {
    const after = other.at.getTime() - from;
    if (other.id === answer.id || other.customer !== answer.customer || after < 0 || after > withinMs) return false;
    return other.kind !== 'answered' || other.topic === answer.topic;
  });
}

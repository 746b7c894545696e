import type { CustomerId } from '../domain/ids.ts';
import type { OutgoingVerdict } from '../domain/safety.ts';
import type { Clock } from '../lib/clock.ts';
import type { Transcripts } from '../queue/transcripts-store.ts';

type InTurnDeps = {
  readonly transcripts: Pick<Transcripts, 'last'>;
  readonly check: (text: string) => OutgoingVerdict;
  readonly clock: Clock;
};

/** So many lines back, and no older: two halves of one demand follow each other. */
const lines = 4;
const withinMs = 10 * 60_000;

/**
 * Whether an agent's text may follow what was said to this customer before: 「验证码」 and then 「发我一下」 ask together for
 * what neither asks alone. What a lead has let out before is not held against the next text.
 */
export function createCheckInTurn({ transcripts, check, clock }: InTurnDeps) {
  return async (customer: CustomerId, text: string): Promise<OutgoingVerdict> => {
    const since = clock().getTime() - withinMs;
    const said = (await transcripts.last(customer, lines))
      .filter(({ from, at }) => from === 'agent' && at.getTime() >= since)
      .map((line) => line.text);
    const joined = said.map((_, i) => said.slice(i).join(''));
    const refused = joined.flatMap((before) => {
      const verdict = check(before + text);
      return verdict.ok || !check(before).ok ? [] : [verdict];
    });
    return refused[0] ?? { ok: true };
  };
}

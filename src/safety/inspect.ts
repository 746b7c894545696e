import { priorities } from '../domain/intent.ts';
import type { FoundContact, FoundLink, Inspection, Redacted, ScamSign } from '../domain/safety.ts';

type InspectDeps = {
  readonly redact: (text: string) => Redacted;
  readonly findIn: (text: string) => {
    readonly links: readonly FoundLink[];
    readonly contacts: readonly FoundContact[];
  };
  readonly scamSigns: (text: string) => readonly ScamSign[];
};

/** Everything that safety and identity see in a text. `contacts` hold raw values: only `masked` may be stored. */
export function createInspect({ redact, findIn, scamSigns }: InspectDeps): (text: string) => Inspection {
  return function inspect(text) {
    const { masked, findings } = redact(text);
    const scam = scamSigns(text);
    return {
      masked,
      secrets: findings.map(({ type }) => ({ type })),
      ...findIn(text),
      scam: scam.map(({ trick }) => trick),
      priority: priorities.find((priority) => scam.some((sign) => sign.priority === priority)) ?? 'normal',
    };
  };
}

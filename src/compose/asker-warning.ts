import type { TellAskersDeps } from '../actions/tell-askers.ts';
import type { Say } from '../dialogue/say.ts';
import { kindNames } from '../identity/kind-names.ts';

/** What earlier askers are told: which kind of thing it was and when they asked, never the thing itself. */
export function askerWarning(say: Say): TellAskersDeps['warning'] {
  return ({ kind, at }) => `${say('botMark')}${say('askerWarned', { at, what: kindNames[kind] })}`;
}

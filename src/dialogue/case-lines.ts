import type { CaseStanding } from '../domain/case.ts';
import { shanghaiDate } from '../lib/shanghai.ts';
import type { Scene } from './scene.ts';

const texts = { filed: 'caseFiled', acknowledged: 'caseAcknowledged', answered: 'caseAnswered' } as const;

/** The customer's open complaints and reports, one a line, each with the day by which we have promised what is next. */
export function caseLines(scene: Scene): string[] {
  return scene.cases.flatMap((one) => caseLine(one, scene) ?? []);
}

export function caseLine({ form, number, state, dueAt }: CaseStanding, { say, now }: Scene): string | undefined {
  if (state === 'closed' || form === 'feedback' || !dueAt) return undefined;
  const facts = { form: say(form === 'complaint' ? 'caseComplaint' : 'caseReport'), number };
  // A term ends with its last day: that day is named, not the midnight after it.
  const date = shanghaiDate(new Date(dueAt.getTime() - 1));
  return dueAt <= now ? say('caseLate', facts) : say(texts[state], { ...facts, date });
}

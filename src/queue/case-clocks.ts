import { caseSteps, type Case, type CaseState, type CaseStep, type Reopening } from '../domain/case.ts';
import { endOfWorkingDays, shareOfWorkingDays, type IsWorkingDay } from './working-days.ts';

/** Working days until each step has to be done. */
export type CaseTerms = Readonly<Record<CaseStep, number>>;

const warnAtShare = 0.7;

/** Every change of a case's state, declared once. */
export const caseTransitions = {
  acknowledge: { from: ['filed'], to: 'acknowledged' },
  answer: { from: ['filed', 'acknowledged'], to: 'answered' },
  close: { from: ['filed', 'acknowledged', 'answered'], to: 'closed' },
  /** who takes it up again has acknowledged it */
  reopen: { from: ['closed'], to: 'acknowledged' },
} as const satisfies Record<CaseStep | 'reopen', { from: readonly CaseState[]; to: CaseState }>;

/** The step that a case in this state waits for; undefined when nothing is left to do. */
export function nextStep(state: CaseState): CaseStep | undefined {
  const doneSteps: Readonly<Record<CaseState, number>> = { filed: 0, acknowledged: 1, answered: 2, closed: 3 };
  return caseSteps[doneSteps[state]];
}

/** By when each step has to be done. */
export function dueDates(at: Date, terms: CaseTerms, isWorkingDay: IsWorkingDay): Record<CaseStep, Date> {
  return {
    acknowledge: endOfWorkingDays(at, terms.acknowledge, isWorkingDay),
    answer: endOfWorkingDays(at, terms.answer, isWorkingDay),
    close: endOfWorkingDays(at, terms.close, isWorkingDay),
  };
}

type Clocks = Pick<Case, 'state' | 'at' | 'due' | 'warned' | 'breached' | 'reopened'>;

/** From when its terms run: it came in, or was taken up again. */
function runsFrom({ at, reopened = [] }: Pick<Case, 'at' | 'reopened'>): Date {
  return reopened.at(-1)?.at ?? at;
}

/** What taking a matter up again changes: its terms run anew, and what was late before stands with the reopening. */
export function clocksReopened(
  { due, closedAt, outcome, breached, reopened = [] }: Case,
  { at, by, reason }: Pick<Reopening, 'at' | 'by' | 'reason'>,
  anew: Readonly<Record<CaseStep, Date>>,
) {
  const before: Reopening = { at, by, reason, breached, ...(closedAt && { closedAt }), ...(outcome && { outcome }) };
  return {
    due: { ...anew, acknowledge: due?.acknowledge ?? anew.acknowledge },
    ...{ warned: [], breached: [], reopened: [...reopened, before] },
  };
}

/**
 * When the sweeper has to look at a case next: at 70 % of its step's term, then at its end, then never again.
 *
 * @returns undefined where there is nothing to look for
 */
export function attendAt(
  { state, due, warned, breached, ...times }: Clocks,
  terms: CaseTerms,
  isWorkingDay: IsWorkingDay,
): Date | undefined {
  const step = nextStep(state);
  if (step === undefined || due === undefined || breached.includes(step)) return undefined;
  if (warned.includes(step)) return due[step];
  return shareOfWorkingDays(runsFrom(times), { count: terms[step], share: warnAtShare }, isWorkingDay);
}

import { nextStep } from '../queue/case-clocks.ts';
import type { AddedWords, Case } from '../domain/case.ts';
import type { CallStaff } from '../domain/page.ts';
import type { Clock } from '../lib/clock.ts';
import { eachAlone } from '../lib/each-alone.ts';
import type { Cases, NewCase } from '../queue/cases-store.ts';

export type TendCasesDeps = {
  readonly cases: Pick<Cases, 'file' | 'add' | 'toAttend' | 'mark' | 'healEvents'>;
  readonly page: CallStaff;
  /** brings answers that a crash left to their customers */
  readonly sendLeftAnswers: () => Promise<void>;
  readonly clock: Clock;
};

const mostAtOnce = 200;
const leftAloneMs = 10_000;
const actor = { kind: 'system', id: 'tend-cases' } as const;

/** Complaints and reports against the clock: staff are called at 70 % of a step's time, and again when it is over. */
export function createTendCases({ cases, page, sendLeftAnswers, clock }: TendCasesDeps) {
  /** Files a form under its number, once however often it comes. A report of an impostor is looked at before all else. */
  async function fileCase(filed: NewCase): Promise<void> {
    await cases.file(filed);
    if (filed.form !== 'report') return;
    const { number, customer, ticket } = filed;
    await page({
      id: `filed:${number}`,
      to: 'lead',
      kind: 'report_filed',
      codes: ticket ? [ticket] : [],
      customer,
      ticket: number,
    });
  }

  /** What the customer adds. If it was closed at that moment, a lead decides whether it is taken up again. */
  async function addToCase(number: Case['number'], added: AddedWords): Promise<void> {
    const one = await cases.add(number, added);
    if (one?.state !== 'closed') return;
    const { customer } = one;
    await page({
      id: `added:${number}:${added.seq}`,
      to: 'lead',
      kind: 'case_added',
      codes: [],
      customer,
      ticket: number,
    });
  }

  async function tendCases(): Promise<void> {
    const now = clock();
    await cases.healEvents(new Date(now.getTime() - leftAloneMs));
    await sendLeftAnswers();
    await eachAlone(await cases.toAttend(now, mostAtOnce), (one) => attend(one, now));
  }

  /** The page is stored before the mark: a crash between the two pages once all the same, under the same id. */
  async function attend(one: Case, now: Date): Promise<void> {
    const step = nextStep(one.state);
    if (step === undefined) return;
    const again = one.reopened ? `:r${one.reopened.length}` : '';
    const isOver = one.dueAt !== undefined && one.dueAt <= now;
    await page({
      id: `case:${one.number}${again}:${step}:${isOver ? 'overdue' : 'warning'}`,
      to: 'lead',
      kind: isOver ? 'case_overdue' : 'case_warning',
      codes: [one.form, step],
      customer: one.customer,
      ticket: one.number,
    });
    await cases.mark(one, isOver ? 'breached' : 'warned', actor);
  }

  return { fileCase, addToCase, tendCases };
}

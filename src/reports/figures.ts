import { sumOfSpreads, type Spreads } from './spread.ts';

/** What was counted of one topic and one agent ('' while nobody has it) in one hour. Times are sums. */
export type Figures = {
  readonly topic: string;
  /** employee number */
  readonly agent: string;
  readonly opened: number;
  readonly firstReplies: number;
  readonly firstReplyMs: number;
  readonly solved: number;
  /** from being claimed to being solved */
  readonly handledMs: number;
  /** from the queue to being solved */
  readonly solvedMs: number;
  /** promises of claim, reply and solve time that were missed */
  readonly breaches: number;
  readonly surveyYes: number;
  readonly surveyNo: number;
  /** absent in hours that were counted before there were any */
  readonly spreads?: Spreads;
};

/** How often an entry of the bot's answered in one hour, and how often that was all that was needed. */
export type EntryFigures = {
  readonly entry: string;
  readonly topic: string;
  readonly answered: number;
  readonly deflected: number;
};

export type Counters = Omit<Figures, 'topic' | 'agent' | 'spreads'>;

export const noCounts: Counters = {
  opened: 0,
  firstReplies: 0,
  firstReplyMs: 0,
  solved: 0,
  handledMs: 0,
  solvedMs: 0,
  breaches: 0,
  surveyYes: 0,
  surveyNo: 0,
};

export const counterNames = Object.keys(noCounts) as (keyof Counters)[];

/** Counters added up. */
export function sumOf(left: Counters, right: Partial<Counters>): Counters {
  const sums = counterNames.map((name) => [name, left[name] + (right[name] ?? 0)]);
  return Object.fromEntries(sums) as Counters;
}

type Addend = Partial<Counters> & Pick<Figures, 'topic' | 'agent' | 'spreads'>;

/** Adds to the row of a topic and an agent. */
export function addTo(rows: Map<string, Figures>, row: Addend): void {
  const { topic, agent, spreads = {} } = row;
  const key = JSON.stringify([topic, agent]);
  const before = rows.get(key);
  const sums = sumOf(before ?? noCounts, row);
  rows.set(key, { topic, agent, ...sums, spreads: sumOfSpreads(before?.spreads ?? {}, spreads) });
}

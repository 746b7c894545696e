import { shanghaiWeekMinute } from '../lib/shanghai.ts';
import type { Cell } from './csv.ts';
import { noCounts, sumOf, type Counters } from './figures.ts';
import type { HourOfFigures } from './figures-store.ts';
import { percentile, sumOfSpreads, type Spreads } from './spread.ts';

/** What figures are told apart by: the hour of the day, the day, the topic, the agent, the bot's entry. */
export const groupings = ['hour', 'day', 'topic', 'agent', 'entry'] as const;
export type Grouping = (typeof groupings)[number];

/** One line of a report. Times are in seconds, absent where nothing was counted: averages, medians (P50) and what nine of ten stayed within (P90). */
export type ReportRow = {
  /** the hour (`09`), day (`2026-11-22`), topic, employee number or entry */
  readonly key: string;
  readonly opened: number;
  readonly firstReplies: number;
  readonly firstReplySeconds?: number;
  readonly firstReplyP50Seconds?: number;
  readonly firstReplyP90Seconds?: number;
  readonly solved: number;
  readonly handlingSeconds?: number;
  readonly handlingP50Seconds?: number;
  readonly handlingP90Seconds?: number;
  readonly solveSeconds?: number;
  readonly solveP50Seconds?: number;
  readonly solveP90Seconds?: number;
  readonly breaches: number;
  readonly surveyYes: number;
  readonly surveyNo: number;
  readonly answered: number;
  readonly deflected: number;
};

type Sums = Counters & { readonly spreads: Spreads; readonly answered: number; readonly deflected: number };
type Part = {
  readonly key: string;
  readonly tickets?: Counters & { readonly spreads?: Spreads };
  readonly answered?: number;
  readonly deflected?: number;
};

/** The hours of a span of time as a table; the last row, `total`, has the sums of all. */
export function reportOf(hours: readonly HourOfFigures[], by: Grouping): ReportRow[] {
  const groups = new Map<string, Sums>();
  for (const hour of hours) {
    for (const part of partsOf(hour, by)) {
      add(groups, part.key, part);
      add(groups, total, part);
    }
  }
  const sums = groups.get(total);
  groups.delete(total);
  const rows = [...groups].sort(([left], [right]) => (left < right ? -1 : 1)).map(([key, group]) => toRow(key, group));
  return sums ? [...rows, toRow(total, sums)] : rows;
}

export const total = 'total';

function partsOf({ at, rows, entries }: HourOfFigures, by: Grouping): Part[] {
  const { minute, date } = shanghaiWeekMinute(at);
  const moment = by === 'hour' ? String(minute / 60).padStart(2, '0') : date;
  const answers = entries.map(({ entry, topic, answered, deflected }) => ({
    key: by === 'entry' ? entry : by === 'topic' ? topic : by === 'agent' ? '' : moment,
    answered,
    deflected,
  }));
  if (by === 'entry') return answers;
  const tickets = rows.map((row) => ({
    key: by === 'topic' ? row.topic : by === 'agent' ? row.agent : moment,
    tickets: row,
  }));
  return by === 'agent' ? tickets : [...tickets, ...answers];
}

function add(groups: Map<string, Sums>, key: string, { tickets, answered = 0, deflected = 0 }: Part): void {
  const before = groups.get(key) ?? { ...noCounts, spreads: {}, answered: 0, deflected: 0 };
  groups.set(key, {
    ...sumOf(before, tickets ?? {}),
    spreads: sumOfSpreads(before.spreads, tickets?.spreads ?? {}),
    answered: before.answered + answered,
    deflected: before.deflected + deflected,
  });
}

function toRow(key: string, sums: Sums): ReportRow {
  const { opened, firstReplies, firstReplyMs, solved, handledMs, solvedMs } = sums;
  const { breaches, surveyYes, surveyNo, answered, deflected } = sums;
  return {
    ...{ key, opened, firstReplies, solved, breaches, surveyYes, surveyNo, answered, deflected },
    ...(firstReplies > 0 && { firstReplySeconds: Math.round(firstReplyMs / firstReplies / 1000) }),
    ...(solved > 0 && { handlingSeconds: Math.round(handledMs / solved / 1000) }),
    ...(solved > 0 && { solveSeconds: Math.round(solvedMs / solved / 1000) }),
    ...percentilesOf(sums.spreads),
  };
}

type Percentiles = Pick<ReportRow, (typeof percentileNames)[number]>;
const percentileNames = [
  ...(['firstReplyP50Seconds', 'firstReplyP90Seconds', 'handlingP50Seconds'] as const),
  ...(['handlingP90Seconds', 'solveP50Seconds', 'solveP90Seconds'] as const),
] as const;

function percentilesOf({ firstReply, handled, solved }: Spreads): Percentiles {
  const all = [firstReply, handled, solved].flatMap((spread) => [percentile(spread, 0.5), percentile(spread, 0.9)]);
  const known = percentileNames.flatMap((name, n) => (all[n] === undefined ? [] : [[name, all[n]]]));
  return Object.fromEntries(known) as Percentiles;
}

const columns = [
  ['opened', '新工单'],
  ['firstReplies', '首次回复'],
  ['firstReplySeconds', '平均首次回复（秒）'],
  ['firstReplyP50Seconds', '首次回复中位数（秒）'],
  ['firstReplyP90Seconds', '首次回复 P90（秒）'],
  ['solved', '已处理'],
  ['handlingSeconds', '平均处理（秒）'],
  ['handlingP50Seconds', '处理中位数（秒）'],
  ['handlingP90Seconds', '处理 P90（秒）'],
  ['solveSeconds', '平均解决（秒）'],
  ['solveP50Seconds', '解决中位数（秒）'],
  ['solveP90Seconds', '解决 P90（秒）'],
  ['breaches', '超时'],
  ['surveyYes', '已解决评价'],
  ['surveyNo', '未解决评价'],
  ['answered', '机器人回答'],
  ['deflected', '机器人解决'],
] as const satisfies readonly (readonly [keyof ReportRow, string])[];

const groupTitles: Readonly<Record<Grouping, string>> = {
  hour: '时段',
  day: '日期',
  topic: '主题',
  agent: '工号',
  entry: '条目',
};

/** A report as the header and rows of a table. */
export function reportTable(rows: readonly ReportRow[], by: Grouping): { header: string[]; rows: Cell[][] } {
  return {
    header: [groupTitles[by], ...columns.map(([, title]) => title)],
    rows: rows.map((row) => [row.key === total ? '合计' : row.key, ...columns.map(([name]) => row[name])]),
  };
}

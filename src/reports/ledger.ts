import { caseCategories, type Case, type CaseCategory, type CaseOutcome } from '../domain/case.ts';
import { shanghaiMinute } from '../lib/shanghai.ts';
import type { Cell } from './csv.ts';

/** How many working days lie between two moments. */
export type WorkingDaysBetween = (from: Date, until: Date) => number;

const header = [
  '编号',
  '登记时间',
  '类别',
  '工单',
  '状态',
  '受理时间',
  '答复时间',
  '办结时间',
  '办结用时（工作日）',
  '超时环节',
  '重新办理次数',
  '结果',
];
const states: Readonly<Record<Case['state'], string>> = {
  filed: '已登记',
  acknowledged: '处理中',
  answered: '已答复',
  closed: '已办结',
};
const steps = { acknowledge: '受理', answer: '答复', close: '办结' } as const;
const outcomes: Readonly<Record<CaseOutcome, string>> = {
  upheld: '成立',
  partly_upheld: '部分成立',
  rejected: '不成立',
  confirmed: '核实为假冒',
  unfounded: '未核实',
  duplicate: '重复',
  withdrawn: '撤回',
};
const categories: Readonly<Record<CaseCategory, string>> = {
  payment: '支付',
  transfer: '转账',
  withdrawal: '提现',
  account: '账户',
  fees: '收费',
  service: '服务',
  privacy: '个人信息',
  fraud: '欺诈',
  other: '其他',
};

/** The ledger of complaints or reports: when each came in and what became of it, and nothing that was said. */
export function ledgerTable(cases: readonly Case[], between: WorkingDaysBetween): { header: string[]; rows: Cell[][] } {
  const moment = (at: Date | undefined): Cell => at && shanghaiMinute(at);
  const rows = cases.map((one): Cell[] => [
    one.number,
    moment(one.at),
    categories[one.category ?? 'other'],
    one.ticket,
    states[one.state],
    moment(one.acknowledgedAt),
    moment(one.answeredAt),
    moment(one.closedAt),
    one.closedAt && between(one.at, one.closedAt),
    lateSteps(one),
    one.reopened?.length ?? 0,
    one.outcome && outcomes[one.outcome],
  ]);
  return { header, rows };
}

/** Every step that was ever late, before and after it was taken up again. */
function lateSteps({ breached, reopened = [] }: Case): string {
  const late = new Set([...reopened.flatMap((before) => before.breached), ...breached]);
  return [...late].map((step) => steps[step]).join('、');
}

/** One category of the yearly disclosure. */
export type Disclosed = {
  readonly category: CaseCategory | 'total';
  readonly received: number;
  readonly closed: number;
  /** of the closed ones: within one working day, within three, within fifteen, later */
  readonly within1: number;
  readonly within3: number;
  readonly within15: number;
  readonly later: number;
  /** of the closed ones: those that were right, wholly or in part */
  readonly upheld: number;
};

/** What the yearly disclosure says of complaints: how many of what, how many are closed, and how soon they were. */
export function disclosureOf(cases: readonly Case[], between: WorkingDaysBetween): Disclosed[] {
  const rows = caseCategories.map((category) =>
    disclosed(
      category,
      cases.filter((one) => (one.category ?? 'other') === category),
      between,
    ),
  );
  return [...rows.filter(({ received }) => received > 0), disclosed('total', cases, between)];
}

function disclosed(category: Disclosed['category'], cases: readonly Case[], between: WorkingDaysBetween): Disclosed {
  const closed = cases.filter(({ closedAt }) => closedAt !== undefined);
  const days = closed.map(({ at, closedAt }) => between(at, closedAt ?? at));
  const within = (least: number, most: number): number => days.filter((day) => day > least && day <= most).length;
  return {
    category,
    received: cases.length,
    closed: closed.length,
    within1: within(-1, 1),
    within3: within(1, 3),
    within15: within(3, 15),
    later: within(15, Infinity),
    upheld: closed.filter(({ outcome }) => outcome === 'upheld' || outcome === 'partly_upheld').length,
  };
}

import type { Page, PageKind } from '../domain/page.ts';

const titles: Readonly<Record<PageKind, string>> = {
  case_warning: '投诉或举报即将到期',
  case_overdue: '投诉或举报已超时',
  case_added: '已办结的投诉有新的说明',
  report_filed: '收到冒充举报，请优先核查',
  ticket_warning: '工单即将超时',
  ticket_overdue: '工单已超时',
  ticket_urgent: '紧急工单等待接入',
  ticket_life: '有客户人身安全告急，请马上接入',
  customer_left: '有未结紧急事项的客户已取消关注',
  challenge_guessing: '有人在猜核实码',
  account_alarm: '公众号需要处理',
  dead_letter: '有一项处理多次失败，已搁置',
  incident_opened: '已登记故障事件',
  audit_anchor: '审计锚点',
};

const addressees: Readonly<Record<Page['to'], string>> = {
  agents: '在岗坐席',
  lead: '值班组长',
  administrator: '管理员',
};

const words: Readonly<Record<string, string>> = {
  acknowledge: '受理',
  answer: '答复',
  close: '办结',
  complaint: '投诉',
  report: '举报',
  claim: '接入',
  reply: '回复',
  solve: '解决',
  late_push: '迟到的消息',
};

/** The page as a group robot shows it: numbers and words of fixed lists, nothing about anybody. */
export function pageText({ to, kind, codes, ticket }: Pick<Page, 'to' | 'kind' | 'codes' | 'ticket'>): string {
  const facts = [...(ticket === undefined ? [] : [ticket]), ...codes.map((code) => words[code] ?? code)].join(' · ');
  return `【客服台】${titles[kind]}\n${facts === '' ? '' : `${facts}\n`}请${addressees[to]}处理。`;
}

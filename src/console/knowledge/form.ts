import type { Intent, Priority } from '../../domain/intent.ts';
import type { WrittenEntry } from '../../domain/knowledge-desk.ts';
import type { EntryView, MissView } from '../api-types.ts';

/** An entry as it is typed: lists are lines. */
export type EntryForm = {
  id: string;
  topic: string;
  title: string;
  intent: Intent;
  priority: Priority;
  questions: string;
  answer: string;
  steps: string;
  detail: string;
  prepare: string;
  related: string;
};

/** Every intent an entry may have, by what an editor calls it. */
export const intentNames: Readonly<Record<Intent, string>> = {
  human: '转人工',
  help_menu: '帮助菜单',
  theft: '被盗、紧急冻结',
  forgot_password: '忘记密码',
  tx_failed: '交易失败',
  not_arrived: '没有到账',
  refund: '退款',
  unknown_charge: '不明扣款',
  login_locked: '登录、锁定',
  bind_card: '绑卡',
  withdraw: '提现',
  topup: '充值',
  transfer: '转账',
  limits: '限额',
  fees: '手续费',
  verify_identity: '实名认证',
  change_info: '修改资料',
  phishing_report: '诈骗举报',
  verify_agent: '核实客服身份',
  complaint: '投诉',
  feedback: '意见反馈',
  announcement: '公告、故障',
  hours_contacts: '时间与联系方式',
  greeting: '问候',
  thanks: '感谢',
  out_of_scope: '不在范围',
  security: '账户安全',
  payment: '支付',
  account: '账户',
  service: '服务',
  self_service: '自助办理',
  progress: '进度',
  end: '结束',
  cancel: '取消',
  skip: '跳过',
  crisis: '想不开、轻生',
};

const linesOf = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

export function formOf(entry: EntryView): EntryForm {
  const { id, topic, title, intent, priority, answer } = entry;
  return {
    ...{ id, topic, title, intent, priority, answer },
    questions: entry.questions.join('\n'),
    steps: (entry.steps ?? []).join('\n'),
    detail: entry.detail ?? '',
    prepare: (entry.prepare ?? []).join('\n'),
    related: entry.related.join('\n'),
  };
}

/** What the form says; `kept` has what it does not show (pictures and videos). */
export function entryOf(form: EntryForm, kept?: EntryView): WrittenEntry {
  const { id, topic, title, intent, priority } = form;
  const [steps, prepare] = [linesOf(form.steps), linesOf(form.prepare)];
  const detail = form.detail.trim();
  return {
    ...{ id, topic, title: title.trim(), intent, priority },
    questions: linesOf(form.questions),
    answer: form.answer.trim(),
    related: linesOf(form.related),
    ...(detail !== '' && { detail }),
    ...(steps.length > 0 && { steps }),
    ...(prepare.length > 0 && { prepare }),
    ...(kept?.illustrations && { illustrations: kept.illustrations }),
  };
}

/** A new entry, begun with what customers asked and got no answer to. */
export function formFrom(miss: Pick<MissView, 'title' | 'questions'> | undefined, topic: string): EntryForm {
  return {
    ...{ id: '', topic, title: miss?.title.slice(0, 40) ?? '', intent: 'service', priority: 'normal' },
    ...{ answer: '', steps: '', detail: '', prepare: '', related: '' },
    questions: (miss?.questions ?? []).join('\n'),
  };
}

/** The answer as a customer reads it: `{steps}` numbered, words to tap in 「」; facts stay in their braces. */
export function previewOf({ answer, steps }: Pick<EntryForm, 'answer' | 'steps'>): string {
  const numbered = linesOf(steps).map((step, at) => `${at + 1}. ${step}`);
  return answer.replace('{steps}', numbered.join('\n')).replace(/\[\[(.+?)\]\]/g, '「$1」');
}

/** What WeChat counts: UTF-8. */
export const bytesOf = (text: string): number => new TextEncoder().encode(text).length;
export const mostBytes = 2_048;
const enoughPhrasings = 12;
export const phrasingsOf = (form: Pick<EntryForm, 'questions'>): number => linesOf(form.questions).length;
export const hasEnoughPhrasings = (form: Pick<EntryForm, 'questions'>): boolean => phrasingsOf(form) >= enoughPhrasings;

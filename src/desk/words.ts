import type { ErrorWords } from '../http/errors.ts';

/** What the desk's refusals say to an agent. */
export const deskWords = {
  sign_in_refused: { zh: '账号、密码或验证码不正确。', en: 'The login, password or code is not right.' },
  code_required: { zh: '请输入动态验证码。', en: 'Enter the code of your second factor.' },
  sign_in_limited: {
    zh: '登录尝试过多，请 {seconds} 秒后再试。',
    en: 'Too many attempts to sign in. Try again in {seconds} seconds.',
  },
  foreign_call: { zh: '来源不受信任，操作已拒绝。', en: 'This call does not come from the console.' },
  ticket_taken: { zh: '已由 {name}（工号 {employeeNumber}）接入', en: 'Taken by {name} (no. {employeeNumber})' },
  ticket_changed: {
    zh: '工单状态已变化，请查看最新内容后重试。',
    en: 'The ticket has moved on. Look at it again, then retry.',
  },
  span_invalid: { zh: '请选择 1 至 {days} 天的时间段。', en: 'Choose a span of 1 to {days} days.' },
  customer_held: {
    zh: '该客户有法律保留，或有未办结的投诉、举报，不能删除。',
    en: 'There is a legal hold, or a complaint or report that is not closed.',
  },
  case_changed: {
    zh: '该记录已有变化，请查看最新内容后重试。',
    en: 'This record has moved on. Look at it again, then retry.',
  },
  capacity_full: { zh: '您手上的工单已达上限，请先处理完再接入。', en: 'You have as many tickets as you may have.' },
  colleague_full: {
    zh: '该同事手上的工单已达上限，请转给其他人。',
    en: 'This colleague has as many tickets as he may have.',
  },
  colleague_on_break: {
    zh: '该同事正在小休或已下班，请转给其他人或放回队列。',
    en: 'This colleague is on a break or off duty. Choose somebody else, or the queue.',
  },
  unknown_target: { zh: '没有这个工号或技能组，请核对后再转接。', en: 'There is no such employee number or skill.' },
  unknown_skill: {
    zh: '没有名为“{skill}”的业务，请从列表中选择。',
    en: 'There is no topic or skill “{skill}”.',
  },
  reply_blocked: { zh: '{reason}', en: 'Not sent: {reason}' },
  release_refused: { zh: '只有主管可以放行被拦截的内容。', en: 'Only a lead may release what was blocked.' },
  one_subject: { zh: '请填写工单编号或客户，二选一。', en: 'Name either a ticket or a customer.' },
  no_word: {
    zh: '没有有效的暗号：客户未索取、已过期，或已由同事查看。',
    en: 'There is no word alive: none was asked for, it is too old, or a colleague has read it.',
  },
  is_official: {
    zh: '其中有官方渠道，不能加入风险名单。',
    en: 'It names an official channel: that cannot be watched for.',
  },
  no_indicator: {
    zh: '没有找到可识别的链接、号码或账号。',
    en: 'There is no link, number or account to be recognised in it.',
  },
  on_break: {
    zh: '您正在小休或已结束班次，恢复接待后再接入。',
    en: 'You are on a break or off duty. Come back first.',
  },
  on_its_way: { zh: '消息已经发出，无法撤回。', en: 'It is on its way already and cannot be taken back.' },
  urgent_singly: {
    zh: '紧急工单不能批量结束，请逐个查看。',
    en: 'An urgent ticket is not closed in bulk. Look at it.',
  },
  live_elsewhere: {
    zh: '该客户已有处理中的工单 {number}。',
    en: 'This customer has a live ticket already: {number}.',
  },
  window_too_long_ago: {
    zh: '客户上次来信已超过 48 小时，微信不允许主动发送；客户再次来信后才能联系。',
    en: 'The customer last wrote more than 48 hours ago. WeChat lets nothing through until he writes again.',
  },
  window_quota_used: {
    zh: '本次可发送的条数已用完，客户再次来信后才能联系。',
    en: 'As many messages were sent as WeChat allows until the customer writes again.',
  },
  window_left: { zh: '客户已取消关注，无法联系。', en: 'The customer has left the account and cannot be written to.' },
  tickets_left: { zh: '还有未交接的工单：{numbers}。', en: 'These tickets are not handed over yet: {numbers}.' },
  block_is_for_seniors: {
    zh: '封禁客户须由高级坐席、组长或管理员操作。',
    en: 'Blocking a customer is for seniors, leads and administrators.',
  },
  restraint_until_invalid: { zh: '请选择一年内的未来时间。', en: 'Choose a time within the next year.' },
  blanks_left: {
    zh: '还有未填写的内容：{names}。请填写后再发送。',
    en: 'Not sent: {names} is still to be filled in.',
  },
  shortcut_taken: { zh: '该快捷词已被使用。', en: 'This shortcut is taken.' },
  canned_full: { zh: '快捷回复已达上限，请先删除不用的。', en: 'There are as many canned replies as may be kept.' },
  until_invalid: { zh: '请选择 90 天内的未来时间。', en: 'Choose a time within the next 90 days.' },
  login_taken: { zh: '该登录名已被使用。', en: 'This login is taken.' },
  employee_number_taken: { zh: '该工号已被使用。', en: 'This employee number is taken.' },
  link_invalid: {
    zh: '链接无效或已过期，请联系管理员重新生成。',
    en: 'This link is used up or too old. Ask an administrator for another.',
  },
  wrong_password: { zh: '当前密码不正确。', en: 'The current password is not right.' },
  wrong_code: { zh: '验证码不正确或已用过。', en: 'The code is not right, or was used before.' },
  second_factor_on: { zh: '两步验证已开启，请先关闭。', en: 'There is a second factor already: remove it first.' },
  last_administrator: {
    zh: '至少需要保留一名可用的管理员。',
    en: 'Somebody must be able to administer: this is the last one.',
  },
  entry_changed: {
    zh: '该条目已被他人修改，请查看最新内容后重试。',
    en: 'Somebody else edited this entry. Look at it again, then retry.',
  },
  entry_blocked: { zh: '还不能发布：{reason}', en: 'Not published: {reason}' },
  nothing_there: { zh: '没有可用的草稿、版本或主题。', en: 'There is no such draft, revision or topic.' },
  import_refused: { zh: '文件有误，未导入：{reason}', en: 'Not imported: {reason}' },
  too_short: { zh: '密码至少 12 个字符。', en: 'A password has at least 12 characters.' },
  too_long: { zh: '密码最多 128 个字符。', en: 'A password has at most 128 characters.' },
  too_common: { zh: '密码过于常见或规律，请换一个。', en: 'This password is easily guessed. Choose another.' },
} as const satisfies ErrorWords;

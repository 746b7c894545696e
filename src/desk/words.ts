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
  capacity_full: { zh: '您手上的工单已达上限，请先处理完再接入。', en: 'You have as many tickets as you may have.' },
  reply_blocked: { zh: '{reason}', en: 'Not sent: {reason}' },
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
  too_short: { zh: '密码至少 12 个字符。', en: 'A password has at least 12 characters.' },
  too_long: { zh: '密码最多 128 个字符。', en: 'A password has at most 128 characters.' },
  too_common: { zh: '密码过于常见或规律，请换一个。', en: 'This password is easily guessed. Choose another.' },
} as const satisfies ErrorWords;

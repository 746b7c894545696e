/** What a message wants. Each entry and each rule declares one. */
export const intents = [
  'human',
  'help_menu',
  'theft',
  'forgot_password',
  'tx_failed',
  'not_arrived',
  'refund',
  'unknown_charge',
  'login_locked',
  'bind_card',
  'withdraw',
  'topup',
  'transfer',
  'limits',
  'fees',
  'verify_identity',
  'change_info',
  'phishing_report',
  'verify_agent',
  'complaint',
  'feedback',
  'announcement',
  'hours_contacts',
  'greeting',
  'thanks',
  'out_of_scope',
  // Added here, beyond the contract's list; docs/matching.md says what each is for.
  'security',
  'payment',
  'account',
  'service',
  'self_service',
  'progress',
  'end',
  'cancel',
  'skip',
  'crisis',
] as const;

export type Intent = (typeof intents)[number];

export const priorities = ['urgent', 'high', 'normal', 'low'] as const;
export type Priority = (typeof priorities)[number];

export function graver(one: Priority, other: Priority): Priority {
  return priorities.indexOf(one) <= priorities.indexOf(other) ? one : other;
}

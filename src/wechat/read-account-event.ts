import type { Event } from '../domain/push.ts';
import type { EventCommon, EventReader } from './event-reader.ts';
import { elementOf, elementsOf, numberOf, optional, textOf, timeOf } from './fields.ts';
import type { XmlElement } from './xml.ts';

type ChangeOf<Type extends Event['type']> = Extract<Event, { type: Type; change: unknown }>['change'];

/** Readers of what WeChat tells of the account and of what it delivered, by Event in lower case. */
export const accountEventReaders: readonly (readonly [string, EventReader])[] = [
  [
    'templatesendjobfinish',
    (common, fields) => ({
      ...common,
      type: 'template_sent',
      msgId: msgIdOf(fields),
      status: textOf(fields, 'Status'),
    }),
  ],
  ['masssendjobfinish', readMassSent],
  ['kf_create_session', (common, fields) => readKfSession(common, fields, 'create')],
  ['kf_close_session', (common, fields) => readKfSession(common, fields, 'close')],
  ['kf_switch_session', readKfSwitch],
  ['subscribe_msg_popup_event', (common, fields) => readSubscribeMessage(common, fields, 'popup')],
  ['subscribe_msg_change_event', (common, fields) => readSubscribeMessage(common, fields, 'change')],
  ['subscribe_msg_sent_event', (common, fields) => readSubscribeMessage(common, fields, 'sent')],
  ['user_info_modified', (common, fields) => readAuthorization(common, fields, 'modified')],
  ['user_authorization_revoke', (common, fields) => readAuthorization(common, fields, 'revoked')],
  ['user_authorization_cancellation', (common, fields) => readAuthorization(common, fields, 'cancelled')],
  ...(
    [
      'qualification_verify_success',
      'qualification_verify_fail',
      'naming_verify_success',
      'naming_verify_fail',
      'annual_renew',
      'verify_expired',
    ] as const
  ).map((change) => [change, qualificationReader(change)] as const),
];

/** Job events call it `MsgID`, messages `MsgId`. */
function msgIdOf(fields: XmlElement): string {
  return textOf(fields, 'MsgID') || textOf(fields, 'MsgId');
}

function readMassSent(common: EventCommon, fields: XmlElement): Event {
  return {
    ...common,
    type: 'mass_sent',
    msgId: msgIdOf(fields),
    status: textOf(fields, 'Status'),
    sent: numberOf(fields, 'SentCount') ?? 0,
    failed: numberOf(fields, 'ErrorCount') ?? 0,
  };
}

function readKfSession(common: EventCommon, fields: XmlElement, change: 'create' | 'close'): Event {
  return { ...common, type: 'kf_session', change, account: textOf(fields, 'KfAccount') };
}

function readKfSwitch(common: EventCommon, fields: XmlElement): Event {
  return {
    ...common,
    type: 'kf_session',
    change: 'switch',
    account: textOf(fields, 'FromKfAccount'),
    toAccount: textOf(fields, 'ToKfAccount'),
  };
}

const subscribeMessageElements = {
  popup: 'SubscribeMsgPopupEvent',
  change: 'SubscribeMsgChangeEvent',
  sent: 'SubscribeMsgSentEvent',
} as const;

function readSubscribeMessage(common: EventCommon, fields: XmlElement, change: ChangeOf<'subscribe_message'>): Event {
  const lists = elementsOf(elementOf(fields, subscribeMessageElements[change]), 'List');
  const results = lists.map((list) => ({
    templateId: textOf(list, 'TemplateId'),
    status: textOf(list, 'SubscribeStatusString') || textOf(list, 'ErrorStatus'),
    ...optional('msgId', msgIdOf(list)),
    ...optional('errorCode', textOf(list, 'ErrorCode')),
  }));
  return { ...common, type: 'subscribe_message', change, results };
}

function readAuthorization(common: EventCommon, fields: XmlElement, change: ChangeOf<'authorization'>): Event {
  return { ...common, type: 'authorization', change, ...optional('revoked', textOf(fields, 'RevokeInfo')) };
}

function qualificationReader(change: ChangeOf<'qualification'>): EventReader {
  return (common, fields) => {
    const at = timeOf(fields, 'ExpiredTime') ?? timeOf(fields, 'FailTime');
    const reason = optional('reason', textOf(fields, 'FailReason'));
    return { ...common, type: 'qualification', change, ...(at === undefined ? {} : { at }), ...reason };
  };
}

import type { Content } from '../phone/content.ts';
import type { Consents } from '../state/consents.ts';
import type { Customers } from '../state/customers.ts';
import type { XmlFields } from '../wire/xml.ts';
import { done, fieldsIn, refuse, textIn, type Endpoints, type Fields } from './call.ts';
import { barTo } from './message-endpoints.ts';

type Deps = {
  readonly customers: Customers;
  readonly consents: Consents;
  /** pushes an event of this customer, without waiting for its answer */
  readonly push: (openId: string, name: string, fields: XmlFields) => void;
};

const maxRemembered = 1000;

/** Notices outside the customer-service window: template messages, and subscription messages agreed to one by one. */
export function noticeEndpoints({ customers, consents, push }: Deps): Endpoints {
  const sentIds = new Set<string>();
  let lastMsgId = 2_000_000_000;

  /** @returns what WeChat refuses, or the id under which the result is pushed later */
  function show(body: Fields): Fields | number {
    const openId = textIn(body, 'touser');
    const barred = barTo(openId, customers);
    if (barred) return barred;
    if (textIn(body, 'template_id') === '') return refuse(40037, 'invalid template_id');
    const content = cardOf(body);
    if (!content) return refuse(47003, 'argument invalid! data is empty');
    customers.write(openId, { from: 'account', via: 'api', content });
    lastMsgId += 1;
    return lastMsgId;
  }

  function sendTemplate(body: Fields): Fields {
    const clientId = textIn(body, 'client_msg_id');
    if (clientId !== '' && sentIds.has(clientId)) return refuse(45065, 'clientmsgid exist');
    const shown = show(body);
    if (typeof shown !== 'number') return shown;
    if (clientId !== '') remember(clientId);
    push(textIn(body, 'touser'), 'TEMPLATESENDJOBFINISH', { MsgID: shown, Status: 'success' });
    return { ...done, msgid: shown };
  }

  function remember(clientId: string): void {
    sentIds.add(clientId);
    const [oldest] = sentIds;
    if (sentIds.size > maxRemembered && oldest !== undefined) sentIds.delete(oldest);
  }

  function sendAgreed(body: Fields): Fields {
    const [openId, TemplateId] = [textIn(body, 'touser'), textIn(body, 'template_id')];
    if (!consents.use(openId, TemplateId)) return refuse(43101, 'user refuse to accept the msg');
    const shown = show(body);
    if (typeof shown !== 'number') return shown;
    const List = [{ TemplateId, MsgID: shown, ErrorCode: 0, ErrorStatus: 'success' }];
    push(openId, 'subscribe_msg_sent_event', { SubscribeMsgSentEvent: { List } });
    return { ...done, msgid: shown };
  }

  return {
    '/cgi-bin/message/template/send': { method: 'POST', daily: 100_000, answer: ({ body }) => sendTemplate(body) },
    '/cgi-bin/message/subscribe/bizsend': { method: 'POST', daily: 100_000, answer: ({ body }) => sendAgreed(body) },
  };
}

function cardOf(body: Fields): Content | undefined {
  const data = fieldsIn(body, 'data') ?? {};
  const fields = Object.keys(data).map((name) => [name, textIn(data, name, 'value')] as const);
  if (fields.length === 0 || fields.some(([, value]) => value === '')) return undefined;
  return { kind: 'card', title: '服务通知', fields: Object.fromEntries(fields), url: textIn(body, 'url') };
}

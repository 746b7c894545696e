import { hash } from 'node:crypto';
import { toOpenId } from '../domain/ids.ts';
import type { Push } from '../domain/push.ts';
import { err, ok, type Result } from '../lib/result.ts';
import { textOf, timeOf } from './fields.ts';
import { eventReaders } from './read-event.ts';
import { messageReaders } from './read-message.ts';
import { parseXml, type XmlElement } from './xml.ts';

type Origin = Pick<Push, 'to' | 'from' | 'createdAt'>;

const mostEventKeyInKey = 128;

/**
 * What WeChat pushed, typed.
 *
 * A type that is not known here is no error: WeChat adds some, and each must be answered `success`.
 *
 * @returns `malformed` for what WeChat does not send: no well-formed XML, no sender, no time, a message without its id
 * @see WeChat Official Accounts, "Receiving standard messages", "Receiving event pushes"
 */
export function parsePush(xml: string): Result<Push, 'malformed'> {
  const parsed = parseXml(xml);
  if (!parsed.ok) return parsed;
  const push = readPush(parsed.value);
  return push === undefined ? err('malformed') : ok(push);
}

function readPush(fields: XmlElement): Push | undefined {
  const from = toOpenId(textOf(fields, 'FromUserName'));
  const to = textOf(fields, 'ToUserName');
  const createdAt = timeOf(fields, 'CreateTime');
  const type = textOf(fields, 'MsgType');
  if (from === undefined || createdAt === undefined || !isName(to) || !isName(type)) return undefined;
  const origin = { to, from, createdAt };
  return type === 'event' ? readEvent(origin, fields) : readMessage(origin, fields);
}

function readMessage(origin: Origin, fields: XmlElement): Push | undefined {
  const type = textOf(fields, 'MsgType');
  const msgId = textOf(fields, 'MsgId');
  const reader = messageReaders.get(type.toLowerCase());
  if (reader === undefined) {
    return { kind: 'unknown', type, key: isMsgId(msgId) ? `m:${msgId}` : keyOf(origin, fields), ...origin };
  }
  return isMsgId(msgId) ? reader({ kind: 'message', key: `m:${msgId}`, msgId, ...origin }, fields) : undefined;
}

function readEvent(origin: Origin, fields: XmlElement): Push | undefined {
  const event = textOf(fields, 'Event');
  if (!isName(event)) return undefined;
  const key = keyOf(origin, fields);
  const reader = eventReaders.get(event.toLowerCase());
  if (reader === undefined) return { kind: 'unknown', type: `event:${event}`, key, ...origin };
  return reader({ kind: 'event', key, eventKey: textOf(fields, 'EventKey'), ...origin }, fields);
}

/**
 * Sender and second alone lose events: LOCATION reports and several unsubscribe pushes share a second.
 * An EventKey may be a whole address; a long one stands as its digest, so that keys stay short where they are stored.
 */
function keyOf({ from, createdAt }: Origin, fields: XmlElement): string {
  const eventKey = textOf(fields, 'EventKey');
  const shortKey = eventKey.length > mostEventKeyInKey ? `sha1-${hash('sha1', eventKey)}` : eventKey;
  const event = textOf(fields, 'Event') || textOf(fields, 'MsgType');
  return `e:${from}:${createdAt.getTime() / 1000}:${event}:${shortKey}`;
}

function isName(text: string): boolean {
  return text !== '' && text.length <= 64;
}

function isMsgId(text: string): boolean {
  return /^\d{1,20}$/.test(text);
}

import type { Message } from '../domain/push.ts';
import { numberOf, optional, textOf } from './fields.ts';
import type { XmlElement } from './xml.ts';

export type MessageCommon = Pick<Message, 'kind' | 'key' | 'to' | 'from' | 'createdAt' | 'msgId'>;
/** @returns undefined where the body lacks what makes a message of that type */
type MessageReader = (common: MessageCommon, fields: XmlElement) => Message | undefined;

/** Readers by MsgType, as WeChat writes it ("Receiving standard messages"). */
export const messageReaders: ReadonlyMap<string, MessageReader> = new Map<string, MessageReader>([
  ['text', readText],
  [
    'image',
    (common, fields) => ({
      ...common,
      type: 'image',
      picUrl: textOf(fields, 'PicUrl'),
      mediaId: textOf(fields, 'MediaId'),
    }),
  ],
  [
    'voice',
    (common, fields) => ({
      ...common,
      type: 'voice',
      mediaId: textOf(fields, 'MediaId'),
      format: textOf(fields, 'Format'),
      // WeChat is taking its speech recognition offline: the field comes, and is empty.
      ...optional('recognition', textOf(fields, 'Recognition')),
    }),
  ],
  ['video', (common, fields) => readVideo({ ...common, type: 'video' }, fields)],
  ['shortvideo', (common, fields) => readVideo({ ...common, type: 'shortvideo' }, fields)],
  ['location', readLocation],
  [
    'link',
    (common, fields) => ({
      ...common,
      type: 'link',
      title: textOf(fields, 'Title'),
      description: textOf(fields, 'Description'),
      url: textOf(fields, 'Url'),
    }),
  ],
  [
    'miniprogrampage',
    (common, fields) => ({
      ...common,
      type: 'miniprogrampage',
      title: textOf(fields, 'Title'),
      appId: textOf(fields, 'AppId'),
      pagePath: textOf(fields, 'PagePath'),
    }),
  ],
]);

function readText(common: MessageCommon, fields: XmlElement): Message | undefined {
  const content = fields.get('Content');
  if (typeof content !== 'string') return undefined;
  const menuId = textOf(fields, 'bizmsgmenuid');
  return menuId === '' ? { type: 'text', content, ...common } : { type: 'text', content, menuId, ...common };
}

function readVideo(
  common: MessageCommon & { readonly type: 'video' | 'shortvideo' },
  fields: XmlElement,
): Message | undefined {
  return { ...common, mediaId: textOf(fields, 'MediaId'), thumbMediaId: textOf(fields, 'ThumbMediaId') };
}

function readLocation(common: MessageCommon, fields: XmlElement): Message | undefined {
  const latitude = numberOf(fields, 'Location_X');
  const longitude = numberOf(fields, 'Location_Y');
  if (latitude === undefined || longitude === undefined) return undefined;
  const scale = numberOf(fields, 'Scale') ?? 0;
  return { ...common, type: 'location', latitude, longitude, scale, label: textOf(fields, 'Label') };
}

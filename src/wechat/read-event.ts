import type { Event } from '../domain/push.ts';
import type { EventCommon, EventReader } from './event-reader.ts';
import { elementOf, numberOf, optional, textOf } from './fields.ts';
import { accountEventReaders } from './read-account-event.ts';
import type { XmlElement } from './xml.ts';

type PictureSource = Extract<Event, { type: 'pictures' }>['source'];

const scenePrefix = 'qrscene_';

/** Readers of what a customer does, by Event in lower case: WeChat's own samples differ in case (`SCAN`, `scan`). */
const customerEventReaders: readonly (readonly [string, EventReader])[] = [
  ['subscribe', readSubscribe],
  ['unsubscribe', (common) => ({ ...common, type: 'unsubscribe' })],
  ['scan', (common, fields) => ({ ...common, type: 'scan', scene: common.eventKey, ticket: textOf(fields, 'Ticket') })],
  ['location', readLocation],
  ['click', (common) => ({ ...common, type: 'click' })],
  ['view', (common, fields) => ({ ...common, type: 'view', ...optional('menuId', textOf(fields, 'MenuId')) })],
  [
    'view_miniprogram',
    (common, fields) => ({ ...common, type: 'view_miniprogram', ...optional('menuId', textOf(fields, 'MenuId')) }),
  ],
  ['scancode_push', (common, fields) => readScancode(common, fields, false)],
  ['scancode_waitmsg', (common, fields) => readScancode(common, fields, true)],
  ['pic_sysphoto', (common, fields) => readPictures(common, fields, 'camera')],
  ['pic_photo_or_album', (common, fields) => readPictures(common, fields, 'camera_or_album')],
  ['pic_weixin', (common, fields) => readPictures(common, fields, 'album')],
  ['location_select', readLocationSelect],
  ['debug_demo', (common, fields) => ({ ...common, type: 'debug_demo', text: textOf(fields, 'debug_str') })],
];

export const eventReaders: ReadonlyMap<string, EventReader> = new Map([
  ...customerEventReaders,
  ...accountEventReaders,
]);

function readSubscribe(common: EventCommon, fields: XmlElement): Event {
  const { eventKey } = common;
  const scene = eventKey.startsWith(scenePrefix) ? eventKey.slice(scenePrefix.length) : '';
  return {
    ...common,
    type: 'subscribe',
    ...optional('scene', scene),
    ...optional('ticket', textOf(fields, 'Ticket')),
  };
}

function readLocation(common: EventCommon, fields: XmlElement): Event | undefined {
  const latitude = numberOf(fields, 'Latitude');
  const longitude = numberOf(fields, 'Longitude');
  if (latitude === undefined || longitude === undefined) return undefined;
  return { ...common, type: 'location', latitude, longitude, precision: numberOf(fields, 'Precision') ?? 0 };
}

function readScancode(common: EventCommon, fields: XmlElement, waits: boolean): Event {
  const info = elementOf(fields, 'ScanCodeInfo');
  return {
    ...common,
    type: 'scancode',
    waits,
    scanType: textOf(info, 'ScanType'),
    result: textOf(info, 'ScanResult'),
  };
}

function readPictures(common: EventCommon, fields: XmlElement, source: PictureSource): Event {
  const count = numberOf(elementOf(fields, 'SendPicsInfo'), 'Count') ?? 0;
  return { ...common, type: 'pictures', source, count };
}

function readLocationSelect(common: EventCommon, fields: XmlElement): Event | undefined {
  const info = elementOf(fields, 'SendLocationInfo');
  const latitude = numberOf(info, 'Location_X');
  const longitude = numberOf(info, 'Location_Y');
  if (latitude === undefined || longitude === undefined) return undefined;
  return {
    ...common,
    type: 'location_select',
    latitude,
    longitude,
    label: textOf(info, 'Label'),
    poiName: textOf(info, 'Poiname'),
  };
}

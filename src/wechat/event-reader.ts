import type { Event } from '../domain/push.ts';
import type { XmlElement } from './xml.ts';

export type EventCommon = Pick<Event, 'kind' | 'key' | 'to' | 'from' | 'createdAt' | 'eventKey'>;

/** @returns undefined where the body lacks what makes an event of that type */
export type EventReader = (common: EventCommon, fields: XmlElement) => Event | undefined;

import type { XmlFields } from './xml.ts';

/** What is particular to one push: its MsgType and the fields after the four that all have. */
export type Push = { readonly type: string; readonly fields: XmlFields };

/** @param menuId of the tapped item of a message menu */
export function textMessage(content: string, menuId?: string): Push {
  return { type: 'text', fields: { Content: content, ...(menuId === undefined ? {} : tapped(menuId)) } };
}

/** The tag is in lower case, and an id that is no number comes back as 0: so have real pushes been seen. */
function tapped(menuId: string): XmlFields {
  return { bizmsgmenuid: /^\d{1,18}$/.test(menuId) ? BigInt(menuId) : 0 };
}

export function imageMessage(picUrl: string, mediaId: string): Push {
  return { type: 'image', fields: { PicUrl: picUrl, MediaId: mediaId } };
}

/** Recognition is sent empty: WeChat has been taking speech recognition offline. */
export function voiceMessage(mediaId: string, format: 'amr' | 'speex'): Push {
  return { type: 'voice', fields: { MediaId: mediaId, Format: format, Recognition: '' } };
}

export function videoMessage(type: 'video' | 'shortvideo', mediaId: string, thumbMediaId: string): Push {
  return { type, fields: { MediaId: mediaId, ThumbMediaId: thumbMediaId } };
}

export type Place = { readonly latitude: number; readonly longitude: number; readonly label: string };

export function locationMessage({ latitude, longitude, label }: Place): Push {
  return { type: 'location', fields: { Location_X: latitude, Location_Y: longitude, Scale: 16, Label: label } };
}

export function linkMessage(title: string, description: string, url: string): Push {
  return { type: 'link', fields: { Title: title, Description: description, Url: url } };
}

/** Any event; the shapes that this file has no function for are given as fields. */
export function event(name: string, fields: XmlFields = {}): Push {
  return { type: 'event', fields: { Event: name, ...fields } };
}

/** @param by the QR code that the customer came by */
export function subscribeEvent(by?: { scene: string; ticket: string }): Push {
  return event('subscribe', by ? { EventKey: `qrscene_${by.scene}`, Ticket: by.ticket } : { EventKey: '' });
}

export function scanEvent(scene: string, ticket: string): Push {
  return event('SCAN', { EventKey: scene, Ticket: ticket });
}

/** A position that the phone reports by itself, on entering the chat. */
export function positionEvent({ latitude, longitude }: Place): Push {
  return event('LOCATION', { Latitude: latitude, Longitude: longitude, Precision: 30 });
}

import type { Codes } from '../state/codes.ts';
import type { Consents } from '../state/consents.ts';
import type { Customers } from '../state/customers.ts';
import type { Delivery, Judged } from '../wire/delivery.ts';
import type { Kf } from '../state/kf.ts';
import type { MediaBox } from '../state/media-box.ts';
import type { Menus } from '../state/menu.ts';
import { pushesOfTap, tapGrants, type TapInput } from './menu-tap.ts';
import * as push from '../wire/push.ts';
import type { XmlFields } from '../wire/xml.ts';
import { sampleMedia } from './sample-media.ts';

/** What a real phone shows when a push is not answered as it must be. */
export const systemErrorLine = '该公众号暂时无法提供服务，请稍后再试';

export type File = { readonly format: string; readonly bytes: Buffer };

export type PhoneDeps = {
  readonly customers: Customers;
  readonly menus: Menus;
  readonly media: MediaBox;
  readonly codes: Codes;
  readonly kf: Kf;
  readonly consents: Consents;
  readonly delivery: Delivery;
  /** where a picture can be fetched, absolute */
  readonly mediaUrl: (mediaId: string) => string;
};

/**
 * What a customer can do on the phone. Each act shows on the phone, is pushed, and ends with what became of its answer.
 * Who has unfollowed can only follow again: WeChat pushes nothing else.
 */
export function createPhone(deps: PhoneDeps) {
  const { customers, menus, media, codes, kf, consents, delivery, mediaUrl } = deps;

  async function deliver(openId: string, what: push.Push): Promise<Judged> {
    customers.add(openId, true);
    const judged = await delivery.deliver(openId, what);
    if (customers.get(openId)?.following !== true) return judged;
    if (judged.kind === 'fault') {
      customers.write(openId, { from: 'system', via: 'phone', content: { kind: 'notice', text: systemErrorLine } });
    }
    const reply = judged.answer?.reply;
    if (reply?.kind === 'transferred') kf.wait(openId);
    if (reply?.kind === 'shown') customers.write(openId, { from: 'account', via: 'passive', content: reply.content });
    return judged;
  }

  /** Whoever is not known yet is taken to have followed before the simulator began. */
  function mustFollow(openId: string): void {
    if (!customers.add(openId, true).following)
      throw new Error('Whoever does not follow the account cannot write to it');
  }

  async function say(
    openId: string,
    what: push.Push,
    content: Parameters<Customers['write']>[1]['content'],
  ): Promise<Judged> {
    mustFollow(openId);
    customers.act(openId, 'bizmsgmenuid' in what.fields ? 'act' : 'message');
    customers.write(openId, { from: 'customer', via: 'push', content });
    return kf.sessionOf(openId) ? diverted(what) : deliver(openId, what);
  }

  function text(openId: string, content: string, menuId?: string): Promise<Judged> {
    return say(openId, push.textMessage(content, menuId), { kind: 'text', text: content });
  }

  function image(openId: string, file: File = sampleMedia.image): Promise<Judged> {
    const { id } = media.add('image', file.format, file.bytes);
    return say(openId, push.imageMessage(mediaUrl(id), id), { kind: 'image', mediaId: id });
  }

  function voice(openId: string, file: File = sampleMedia.voice): Promise<Judged> {
    const { id } = media.add('voice', file.format, file.bytes);
    return say(openId, push.voiceMessage(id, 'amr'), { kind: 'voice', mediaId: id });
  }

  function video(openId: string, file: File = sampleMedia.video): Promise<Judged> {
    const { id } = media.add('video', file.format, file.bytes);
    const thumb = media.add('thumb', sampleMedia.thumb.format, sampleMedia.thumb.bytes);
    const content = { kind: 'video', mediaId: id, title: '', description: '' } as const;
    return say(openId, push.videoMessage('video', id, thumb.id), content);
  }

  function location(openId: string, place: push.Place): Promise<Judged> {
    return say(openId, push.locationMessage(place), { kind: 'location', ...place });
  }

  /** The position that a phone reports by itself when the chat is opened. */
  function position(openId: string, place: push.Place): Promise<Judged> {
    return deliver(openId, push.positionEvent(place));
  }

  function link(
    openId: string,
    { title, description, url }: { title: string; description: string; url: string },
  ): Promise<Judged> {
    return say(openId, push.linkMessage(title, description, url), { kind: 'link', title, description, url });
  }

  /** @param ticket of a QR code that the product had made */
  function follow(openId: string, ticket?: string): Promise<Judged> {
    const code = ticket === undefined ? undefined : codes.get(ticket);
    customers.setFollowing(openId, true, code?.scene);
    customers.act(openId, 'act');
    return deliver(openId, push.subscribeEvent(code));
  }

  function unfollow(openId: string): Promise<Judged> {
    customers.setFollowing(openId, false);
    return deliver(openId, push.event('unsubscribe', { EventKey: '' }));
  }

  /** @param ticket of a QR code; a customer who does not follow yet follows by it */
  function scan(openId: string, ticket: string): Promise<Judged> {
    const code = codes.get(ticket);
    if (!code) throw new Error('No QR code of this account has this ticket');
    if (customers.get(openId)?.following === false) return follow(openId, ticket);
    customers.act(openId, 'act');
    return deliver(openId, push.scanEvent(code.scene, code.ticket));
  }

  /**
   * @param pathOrKey a button's key, name, or `name/name`
   * @returns undefined for a button that pushes nothing
   */
  async function tap(openId: string, pathOrKey: string, input: TapInput = {}): Promise<Judged | undefined> {
    mustFollow(openId);
    const button = menus.find(pathOrKey);
    if (!button) throw new Error(`The menu has no button ${pathOrKey}`);
    if (button.type === 'media_id') show(openId, button.media_id ?? '');
    if (tapGrants(button)) customers.act(openId, 'act');
    let judged: Judged | undefined;
    for (const what of pushesOfTap(button, menus.standard()?.menuid ?? '', input)) judged = await deliver(openId, what);
    return judged;
  }

  function show(openId: string, mediaId: string): void {
    customers.write(openId, { from: 'account', via: 'phone', content: { kind: 'image', mediaId } });
  }

  /** The customer's answer where the account asked to send a template once; he may be asked again. */
  function answerTemplate(openId: string, templateId: string, answer: 'accept' | 'reject'): Promise<Judged> {
    if (answer === 'accept') consents.agree(openId, templateId);
    const List = [{ TemplateId: templateId, SubscribeStatusString: answer, PopupScene: 0 }];
    return event(openId, 'subscribe_msg_popup_event', { SubscribeMsgPopupEvent: { List } });
  }

  /** An event of any name, with fields as given; it grants nothing and shows nothing. */
  function event(openId: string, name: string, fields: XmlFields = {}): Promise<Judged> {
    return deliver(openId, push.event(name, fields));
  }

  return { follow, unfollow, text, image, voice, video, location, position, link, scan, tap, answerTemplate, event };
}
export type Phone = ReturnType<typeof createPhone>;

/** Whom WeChat's own customer service has taken over, writes to it alone. */
function diverted(what: push.Push): Promise<Judged> {
  return Promise.resolve({ kind: 'diverted', attempts: [], pushed: what.fields });
}

import type WechatApi from 'wechat-api';
import type { OpenId } from '../domain/ids.ts';
import type { Outgoing } from '../domain/reply.ts';
import { assertNever } from '../lib/assert-never.ts';
import { Done } from './answers.ts';
import type { Caller, Outcome } from './call.ts';
import { cleanText } from './clean-text.ts';
import type { ExtendedApi } from './mixin.ts';

export type MiniProgramCard = {
  readonly title: string;
  readonly appId: string;
  readonly pagePath: string;
  readonly thumbMediaId: string;
};

/** A 订阅通知: one message for each time that the customer agreed to it. */
export type SubscribeMessage = {
  readonly templateId: string;
  readonly page?: string;
  /** by the template's own names: `thing1`, `time2` … */
  readonly data: Readonly<Record<string, string>>;
};

/** What WeChat takes as it is. */
export type Sendable = Exclude<Outgoing, { kind: 'picture' }>;

const customSend = '/cgi-bin/message/custom/send';

/** Interfaces that reach a customer. custom/send has no id of ours: an `ambiguous` error may hide a message that arrived. */
export function createSendCalls(call: Caller) {
  /**
   * @param from the 客服 account (`name@original-id`) to speak as; otherwise the official account itself speaks
   */
  async function sendCustom(openId: OpenId, message: Sendable, from?: string): Outcome<undefined> {
    return call({ path: customSend, kind: 'act', invoke: invokeSend(openId, message, from), answer: Done });
  }

  /** Only for an account that the mini program is linked with. */
  async function sendMiniProgramPage(openId: OpenId, card: MiniProgramCard): Outcome<undefined> {
    const { title, appId, pagePath, thumbMediaId } = card;
    const miniprogrampage = { title: cleanText(title), appid: appId, pagepath: pagePath, thumb_media_id: thumbMediaId };
    const body = { touser: openId, msgtype: 'miniprogrampage', miniprogrampage };
    return call({
      path: customSend,
      kind: 'act',
      invoke: (api, back) => api._postJson({ path: customSend, body }, back),
      answer: Done,
    });
  }

  /** Shows or hides that someone is writing: for 15 s, within 30 s of what the customer did last. */
  async function typing(openId: OpenId, command: 'Typing' | 'CancelTyping'): Outcome<undefined> {
    const path = '/cgi-bin/message/custom/typing';
    const body = { touser: openId, command };
    return call({ path, kind: 'act', invoke: (api, back) => api._postJson({ path, body }, back), answer: Done });
  }

  async function sendSubscribeMessage(openId: OpenId, message: SubscribeMessage): Outcome<undefined> {
    const path = '/cgi-bin/message/subscribe/bizsend';
    const data = Object.fromEntries(
      Object.entries(message.data).map(([name, value]) => [name, { value: cleanText(value) }]),
    );
    const page = message.page === undefined ? {} : { page: message.page };
    const body = { touser: openId, template_id: message.templateId, ...page, data };
    return call({ path, kind: 'act', invoke: (api, back) => api._postJson({ path, body }, back), answer: Done });
  }

  return { sendCustom, sendMiniProgramPage, typing, sendSubscribeMessage };
}

function invokeSend(openId: OpenId, message: Sendable, from: string | undefined) {
  return (api: ExtendedApi, back: WechatApi.Callback): void => {
    switch (message.kind) {
      case 'text': {
        const text = cleanText(message.text);
        if (from === undefined) api._sendText(openId, text, back);
        else api._sendTextFromCs(openId, from, text, back);
        return;
      }
      case 'image':
        if (from === undefined) api._sendImage(openId, message.mediaId, back);
        else api._sendImageFromCs(openId, from, message.mediaId, back);
        return;
      case 'msgmenu':
        api._postJson({ path: customSend, body: { touser: openId, ...msgmenuOf(message), ...speakerOf(from) } }, back);
        return;
      default:
        assertNever(message);
    }
  };
}

function msgmenuOf({ head, items, tail }: Extract<Outgoing, { kind: 'msgmenu' }>): object {
  const list = items.map(({ id, text }) => ({ id, content: cleanText(text) }));
  return { msgtype: 'msgmenu', msgmenu: { head_content: cleanText(head), list, tail_content: cleanText(tail) } };
}

function speakerOf(from: string | undefined): object {
  return from === undefined ? {} : { customservice: { kf_account: from } };
}

import type { OpenId } from './ids.ts';

/**
 * What WeChat POSTs, parsed. Strings are as sent; ids stay strings (MsgId has 64 bits).
 *
 * `key` names the push for ever: a repeat has the same key. `m:<MsgId>` for messages,
 * `e:<FromUserName>:<CreateTime>:<Event>:<EventKey>` for events; an EventKey over 128 characters stands as its SHA-1.
 */
type PushCommon = {
  readonly key: string;
  /** the account's original id, `gh_…` */
  readonly to: string;
  readonly from: OpenId;
  /** CreateTime, whole seconds */
  readonly createdAt: Date;
};

export type Message = PushCommon & { readonly kind: 'message'; readonly msgId: string } & (
    | { readonly type: 'text'; readonly content: string; /** of a tapped msgmenu item */ readonly menuId?: string }
    | { readonly type: 'image'; readonly picUrl: string; readonly mediaId: string }
    | { readonly type: 'voice'; readonly mediaId: string; readonly format: string; readonly recognition?: string }
    | { readonly type: 'video' | 'shortvideo'; readonly mediaId: string; readonly thumbMediaId: string }
    | {
        readonly type: 'location';
        readonly latitude: number;
        readonly longitude: number;
        readonly scale: number;
        readonly label: string;
      }
    | { readonly type: 'link'; readonly title: string; readonly description: string; readonly url: string }
    | { readonly type: 'miniprogrampage'; readonly title: string; readonly appId: string; readonly pagePath: string }
  );

type SubscribeMessageResult = {
  readonly templateId: string;
  readonly status: string;
  readonly msgId?: string;
  readonly errorCode?: string;
};

export type Event = PushCommon & {
  readonly kind: 'event';
  /** EventKey as sent, '' where there is none */ readonly eventKey: string;
} & (
    | {
        readonly type: 'subscribe';
        /** of a QR code, without `qrscene_` */ readonly scene?: string;
        readonly ticket?: string;
      }
    | { readonly type: 'unsubscribe' }
    | { readonly type: 'scan'; readonly scene: string; readonly ticket: string }
    | { readonly type: 'location'; readonly latitude: number; readonly longitude: number; readonly precision: number }
    | { readonly type: 'click' }
    | { readonly type: 'view'; readonly menuId?: string }
    | { readonly type: 'view_miniprogram'; readonly menuId?: string }
    | { readonly type: 'scancode'; readonly waits: boolean; readonly scanType: string; readonly result: string }
    | { readonly type: 'pictures'; readonly source: 'camera' | 'camera_or_album' | 'album'; readonly count: number }
    | {
        readonly type: 'location_select';
        readonly latitude: number;
        readonly longitude: number;
        readonly label: string;
        readonly poiName: string;
      }
    | { readonly type: 'template_sent'; readonly msgId: string; readonly status: string }
    | {
        readonly type: 'mass_sent';
        readonly msgId: string;
        readonly status: string;
        readonly sent: number;
        readonly failed: number;
      }
    | {
        readonly type: 'kf_session';
        readonly change: 'create' | 'close' | 'switch';
        readonly account: string;
        readonly toAccount?: string;
      }
    | {
        readonly type: 'subscribe_message';
        readonly change: 'popup' | 'change' | 'sent';
        readonly results: readonly SubscribeMessageResult[];
      }
    | {
        readonly type: 'authorization';
        readonly change: 'modified' | 'revoked' | 'cancelled';
        readonly revoked?: string;
      }
    | {
        readonly type: 'qualification';
        readonly change:
          | 'qualification_verify_success'
          | 'qualification_verify_fail'
          | 'naming_verify_success'
          | 'naming_verify_fail'
          | 'annual_renew'
          | 'verify_expired';
        readonly at?: Date;
        readonly reason?: string;
      }
    | { readonly type: 'debug_demo'; readonly text: string }
  );

/** A push of a kind that is not known here: it is answered `success` and counted. */
export type UnknownPush = PushCommon & { readonly kind: 'unknown'; readonly type: string };

export type Push = Message | Event | UnknownPush;

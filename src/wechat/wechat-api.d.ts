/** The part of wechat-api 1.35.1 that is called here; the package brings no types. */
declare module 'wechat-api' {
  class WechatApi {
    constructor(appId: string, secret: string);
    /** Adds methods for all instances; throws on a name that is taken. */
    static mixin(methods: object): void;

    endpoint: string;
    /** read by the underscored methods at the moment they are called */
    token: { readonly accessToken: string };
    /** all methods of the package go through this one */
    request: (url: string, options: WechatApi.RequestOptions, callback: WechatApi.Callback) => void;

    _sendText(openId: string, text: string, callback: WechatApi.Callback): void;
    _sendTextFromCs(openId: string, kfAccount: string, text: string, callback: WechatApi.Callback): void;
    _sendImage(openId: string, mediaId: string, callback: WechatApi.Callback): void;
    _sendImageFromCs(openId: string, kfAccount: string, mediaId: string, callback: WechatApi.Callback): void;
    _createMenu(menu: object, callback: WechatApi.Callback): void;
    _getMenu(callback: WechatApi.Callback): void;
    _removeMenu(callback: WechatApi.Callback): void;
    _getMenuConfig(callback: WechatApi.Callback): void;
    _getUser(options: { openid: string; lang: string }, callback: WechatApi.Callback): void;
    _createTmpQRCode(scene: string | number, expireSeconds: number, callback: WechatApi.Callback): void;
    _createLimitQRCode(scene: string | number, callback: WechatApi.Callback): void;
    _getIp(callback: WechatApi.Callback): void;
    _clearQuota(appId: string, callback: WechatApi.Callback): void;
  }

  namespace WechatApi {
    type RequestOptions = {
      readonly type?: 'GET' | 'POST';
      readonly dataType?: 'json';
      readonly headers?: Readonly<Record<string, string>>;
      /** what `postJSON` is given */
      readonly data?: unknown;
      /** ours, for uploads */
      readonly form?: FormData;
    };
    type Callback = (error: (Error & { readonly code?: unknown }) | null, data?: unknown) => void;
  }

  export = WechatApi;
}

declare module 'wechat-api/lib/util.js' {
  import type { Callback, RequestOptions } from 'wechat-api';

  const util: {
    /** turns an answer with an `errcode` into an error */
    readonly wrapper: (callback: Callback) => Callback;
    readonly postJSON: (data: unknown) => RequestOptions;
  };
  export = util;
}

import WechatApi from 'wechat-api';
import util from 'wechat-api/lib/util.js';

type Callback = WechatApi.Callback;

/** What wechat-api lacks, in its own manner: the address is built at once, with the token of that moment. */
export type ExtendedApi = WechatApi & typeof methods;

const methods = {
  _postJson(this: WechatApi, { path, body }: { path: string; body: object }, callback: Callback): void {
    this.request(addressOf(this, path), util.postJSON(body), util.wrapper(callback));
  },
  _getJson(this: WechatApi, path: string, callback: Callback): void {
    this.request(addressOf(this, path), { dataType: 'json' }, util.wrapper(callback));
  },
  _postForm(this: WechatApi, { path, form }: { path: string; form: FormData }, callback: Callback): void {
    this.request(addressOf(this, path), { type: 'POST', dataType: 'json', form }, util.wrapper(callback));
  },
  /** the answer is a file, or JSON where there is none */
  _getFile(this: WechatApi, path: string, callback: Callback): void {
    this.request(addressOf(this, path), {}, util.wrapper(callback));
  },
};

/** An instance that can do what the package lacks, too. It never holds the secret: tokens are given to it. */
export function createExtendedApi(apiBase: string): ExtendedApi {
  // The prototype is the package's, for the whole process: a second mixin of the same names would throw.
  if (!('_postJson' in WechatApi.prototype)) WechatApi.mixin(methods);
  const api = new WechatApi('', '') as ExtendedApi;
  api.endpoint = apiBase;
  return api;
}

/** @param path with its own query, if it has one */
function addressOf(api: WechatApi, path: string): string {
  const separator = path.includes('?') ? '&' : '?';
  return `${api.endpoint}${path}${separator}access_token=${encodeURIComponent(api.token.accessToken)}`;
}

import type { OpenId } from '../domain/ids.ts';
import { ok } from '../lib/result.ts';
import { Anything, CallbackCheck, Done, IpList, QrCode, Quota, UserInfo } from './answers.ts';
import type { Caller, Outcome } from './call.ts';

export type Follower = {
  /** false: he does not follow (any more), and nothing else is told */
  readonly follows: boolean;
  readonly unionId?: string;
  readonly followedAt?: Date;
  /** how he came: ADD_SCENE_SEARCH, ADD_SCENE_QR_CODE … */
  readonly scene?: string;
};

export function createAccountCalls(call: Caller, appId: string) {
  async function userInfo(openId: OpenId): Outcome<Follower> {
    const path = '/cgi-bin/user/info';
    const options = { openid: openId, lang: 'zh_CN' };
    const result = await call({
      path,
      kind: 'read',
      invoke: (api, back) => api._getUser(options, back),
      answer: UserInfo,
    });
    if (!result.ok) return result;
    const { subscribe, unionid, subscribe_time: time, subscribe_scene: scene } = result.value;
    return ok({
      follows: subscribe === 1,
      ...(unionid === undefined ? {} : { unionId: unionid }),
      ...(time === undefined ? {} : { followedAt: new Date(time * 1000) }),
      ...(scene === undefined ? {} : { scene }),
    });
  }

  /**
   * A QR code that brings a customer here with a scene.
   *
   * @param code without `expireSeconds` (at most 30 days) it is for good; an account has 100,000 of those
   */
  async function createQr(code: {
    readonly scene: string | number;
    readonly expireSeconds?: number;
  }): Outcome<{ ticket: string; url: string }> {
    const { scene, expireSeconds } = code;
    return call({
      path: '/cgi-bin/qrcode/create',
      kind: 'act',
      invoke: (api, back) =>
        expireSeconds === undefined
          ? api._createLimitQRCode(scene, back)
          : api._createTmpQRCode(scene, expireSeconds, back),
      answer: QrCode,
    });
  }

  /** The addresses that pushes come from. */
  async function getCallbackIps(): Outcome<readonly string[]> {
    const path = '/cgi-bin/getcallbackip';
    const result = await call({ path, kind: 'read', invoke: (api, back) => api._getIp(back), answer: IpList });
    return result.ok ? ok(result.value.ip_list) : result;
  }

  /** Whether WeChat reaches the server that is entered in the console. */
  async function callbackCheck() {
    const path = '/cgi-bin/callback/check';
    const body = { action: 'all', check_operator: 'DEFAULT' };
    return call({
      path,
      kind: 'read',
      invoke: (api, back) => api._postJson({ path, body }, back),
      answer: CallbackCheck,
    });
  }

  /** @param cgiPath such as `/cgi-bin/message/custom/send`, with the leading slash */
  async function quotaGet(cgiPath: string): Outcome<{ dailyLimit: number; used: number; remain: number }> {
    const path = '/cgi-bin/openapi/quota/get';
    const body = { cgi_path: cgiPath };
    const result = await call({
      path,
      kind: 'read',
      invoke: (api, back) => api._postJson({ path, body }, back),
      answer: Quota,
    });
    if (!result.ok) return result;
    const { daily_limit: dailyLimit, used, remain } = result.value.quota;
    return ok({ dailyLimit, used, remain });
  }

  /** What WeChat noted about one of our calls. */
  async function ridGet(rid: string): Outcome<Readonly<Record<string, unknown>>> {
    const path = '/cgi-bin/openapi/rid/get';
    return call({
      path,
      kind: 'read',
      invoke: (api, back) => api._postJson({ path, body: { rid } }, back),
      answer: Anything,
    });
  }

  /** Sets the day's counters of all interfaces to zero; ten times a month. */
  async function clearQuota(): Outcome<undefined> {
    const path = '/cgi-bin/clear_quota';
    return call({ path, kind: 'act', invoke: (api, back) => api._clearQuota(appId, back), answer: Done });
  }

  return { userInfo, createQr, getCallbackIps, callbackCheck, quotaGet, ridGet, clearQuota };
}

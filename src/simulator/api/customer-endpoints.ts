import type { Codes } from '../state/codes.ts';
import type { Customer, Customers } from '../state/customers.ts';
import { listIn, refuse, textIn, type Endpoints, type Fields } from './call.ts';

const maxExpirySeconds = 2_592_000;
const defaultExpirySeconds = 60;
const pageSize = 10_000;
const maxBatch = 100;

/** Followers and the QR codes that they come by. No nickname and no portrait: WeChat gives none since 2021. */
export function customerEndpoints({ customers, codes }: { customers: Customers; codes: Codes }): Endpoints {
  return {
    '/cgi-bin/user/info': {
      method: 'GET',
      daily: 5_000_000,
      answer: ({ query }) => infoOf(query.get('openid') ?? '', customers),
    },
    '/cgi-bin/user/info/batchget': {
      method: 'POST',
      daily: 500_000,
      answer: ({ body }) => ({
        user_info_list: listIn(body, 'user_list')
          .slice(0, maxBatch)
          .map((one) => infoOf(textIn(one, 'openid'), customers)),
      }),
    },
    '/cgi-bin/user/get': { method: 'GET', daily: 500, answer: () => followers(customers) },
    '/cgi-bin/qrcode/create': { method: 'POST', daily: 100_000, answer: ({ body }) => createCode(body, codes) },
  };
}

function infoOf(openId: string, customers: Customers): Fields {
  const customer = customers.get(openId);
  if (!customer) return refuse(40003, 'invalid openid');
  return customer.following ? followerInfo(customer) : { subscribe: 0, openid: openId };
}

function followerInfo({ openId, followedAt, scene }: Customer): Fields {
  return {
    subscribe: 1,
    openid: openId,
    subscribe_time: Math.floor((followedAt?.getTime() ?? 0) / 1000),
    remark: '',
    groupid: 0,
    tagid_list: [],
    subscribe_scene: scene === '' ? 'ADD_SCENE_SEARCH' : 'ADD_SCENE_QR_CODE',
    qr_scene: /^\d+$/.test(scene) ? Number(scene) : 0,
    qr_scene_str: /^\d+$/.test(scene) ? '' : scene,
  };
}

function followers(customers: Customers): Fields {
  const openid = customers
    .list()
    .filter((customer) => customer.following)
    .map((customer) => customer.openId)
    .slice(0, pageSize);
  return { total: openid.length, count: openid.length, data: { openid }, next_openid: openid.at(-1) ?? '' };
}

function createCode(body: Fields, codes: Codes): Fields {
  const action = textIn(body, 'action_name');
  if (!/^QR_(LIMIT_)?(STR_)?SCENE$/.test(action)) return refuse(40035, 'invalid parameter');
  const scene = textIn(body, 'action_info', 'scene', action.includes('STR') ? 'scene_str' : 'scene_id');
  if (scene === '' || scene.length > 64) return refuse(40053, 'invalid action info');
  const seconds = Number(textIn(body, 'expire_seconds') || defaultExpirySeconds);
  if (!(seconds > 0 && seconds <= maxExpirySeconds)) return refuse(40052, 'invalid expire_seconds');
  const { ticket } = codes.make(scene);
  const expiry = action.includes('LIMIT') ? {} : { expire_seconds: seconds };
  return { ticket, ...expiry, url: `http://weixin.qq.com/q/${ticket.slice(0, 24)}` };
}

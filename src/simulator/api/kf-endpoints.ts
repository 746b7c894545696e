import type { Customers } from '../state/customers.ts';
import { maxKfAccounts, type Kf } from '../state/kf.ts';
import type { XmlFields } from '../wire/xml.ts';
import { done, refuse, textIn, type Call, type Endpoint, type Endpoints, type Fields } from './call.ts';

type Deps = {
  readonly kf: Kf;
  readonly customers: Customers;
  /** pushes an event of this customer, without waiting for its answer */
  readonly push: (openId: string, name: string, fields: XmlFields) => void;
};

const post = (answer: (body: Fields) => Fields): Endpoint => ({
  method: 'POST',
  daily: 100_000,
  answer: ({ body }) => answer(body),
});
const get = (answer: (query: Call['query']) => Fields): Endpoint => ({
  method: 'GET',
  daily: 100_000,
  answer: ({ query }) => answer(query),
});

const seconds = (at: Date): number => Math.floor(at.getTime() / 1000);

/** WeChat's own customer service: accounts, conversations, and whom nobody answers yet. */
export function kfEndpoints(deps: Deps): Endpoints {
  return { ...accountCalls(deps), ...sessionCalls(deps) };
}

function accountCalls({ kf }: Deps): Endpoints {
  return {
    '/cgi-bin/customservice/getkflist': get(() => ({
      kf_list: kf.accounts().map((account) => ({ ...account, kf_headimgurl: '' })),
    })),
    '/cgi-bin/customservice/getonlinekflist': get(() => ({
      kf_online_list: kf
        .accounts()
        .filter((account) => account.kf_wx !== '')
        .map(({ kf_account, kf_id }) => ({
          kf_account,
          kf_id,
          status: 1,
          accepted_case: kf.sessionsOf(kf_account).length,
        })),
    })),
    '/customservice/kfaccount/add': post((body) => {
      const account = textIn(body, 'kf_account');
      if (!/^\w{1,10}@[\w-]+$/.test(account)) return refuse(61454, 'invalid kf_acount length');
      if (kf.get(account)) return refuse(61453, 'kf_account exsited');
      if (kf.accounts().length >= maxKfAccounts) return refuse(61456, 'kf_account count exceeded');
      kf.put(account, textIn(body, 'nickname'));
      return done;
    }),
    '/customservice/kfaccount/update': post((body) => {
      const account = textIn(body, 'kf_account');
      if (!kf.get(account)) return refuse(61452, 'invalid kf_account');
      kf.put(account, textIn(body, 'nickname'));
      return done;
    }),
    '/customservice/kfaccount/del': get((query) =>
      kf.drop(query.get('kf_account') ?? '') ? done : refuse(61452, 'invalid kf_account'),
    ),
    // Whoever is invited accepts at once here.
    '/customservice/kfaccount/inviteworker': post((body) => {
      const account = kf.get(textIn(body, 'kf_account'));
      if (!account) return refuse(61452, 'invalid kf_account');
      kf.put(account.kf_account, account.kf_nick, textIn(body, 'invite_wx'));
      return done;
    }),
  };
}

function sessionCalls({ kf, customers, push }: Deps): Endpoints {
  return {
    '/customservice/kfsession/create': post((body) => {
      const [account, openId] = [textIn(body, 'kf_account'), textIn(body, 'openid')];
      const known = kf.get(account);
      if (!known) return refuse(65401, 'invalid custom service');
      if (known.kf_wx === '') return refuse(65402, 'custom service not bound');
      if (customers.get(openId)?.following !== true) return refuse(40003, 'invalid openid');
      const session = kf.sessionOf(openId);
      if (session && session.account !== account)
        return refuse(65414, 'user is being served by another custom service');
      kf.take(openId, account);
      push(openId, 'kf_create_session', { KfAccount: account });
      return done;
    }),
    '/customservice/kfsession/close': post((body) => {
      const [account, openId] = [textIn(body, 'kf_account'), textIn(body, 'openid')];
      const session = kf.sessionOf(openId);
      if (!session) return refuse(65413, 'no session of this user');
      if (session.account !== account) return refuse(65414, 'user is being served by another custom service');
      kf.end(openId);
      push(openId, 'kf_close_session', { KfAccount: account });
      return done;
    }),
    '/customservice/kfsession/getsession': get((query) => {
      const session = kf.sessionOf(query.get('openid') ?? '');
      return session
        ? { createtime: seconds(session.at), kf_account: session.account }
        : { createtime: 0, kf_account: '' };
    }),
    '/customservice/kfsession/getsessionlist': get((query) => ({
      sessionlist: kf
        .sessionsOf(query.get('kf_account') ?? '')
        .map(({ openId, at }) => ({ createtime: seconds(at), openid: openId })),
    })),
    '/customservice/kfsession/getwaitcase': get(() => {
      const waitcaselist = kf.waiting().map(({ openId, at }) => ({ latest_time: seconds(at), openid: openId }));
      return { count: waitcaselist.length, waitcaselist };
    }),
    // Nobody answers by WeChat's own console here: there is nothing to list.
    '/customservice/msgrecord/getmsglist': post(() => ({ recordlist: [], number: 0, msgid: 1 })),
  };
}

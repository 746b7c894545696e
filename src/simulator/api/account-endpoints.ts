import type { Account } from '../account.ts';
import { done, fieldsIn, refuse, textIn, type Endpoints, type Fields } from './call.ts';
import type { CallLedger } from './ledger.ts';

type Deps = {
  readonly account: Account;
  readonly ledger: CallLedger;
  /** calls a day of a path; undefined for a path that is not here */
  readonly dailyOf: (path: string) => number | undefined;
};

const here = '127.0.0.1';

/** What an operator asks about his account: limits, a failed call, the way of the pushes. */
export function accountEndpoints({ account, ledger, dailyOf }: Deps): Endpoints {
  function quota(body: Fields): Fields {
    const path = textIn(body, 'cgi_path');
    const daily = dailyOf(path);
    if (daily === undefined) return refuse(76003, 'cgi_path not found, please check');
    const used = ledger.usedToday(path);
    return { ...done, quota: { daily_limit: daily, used, remain: Math.max(0, daily - used) } };
  }

  function clearAll(appId: string): Fields {
    if (appId !== account.appId) return refuse(40013, 'invalid appid');
    return ledger.clear() ? done : refuse(48006, 'forbid to clear quota because of reaching the limit');
  }

  return {
    '/cgi-bin/clear_quota': { method: 'POST', answer: ({ body }) => clearAll(textIn(body, 'appid')) },
    '/cgi-bin/clear_quota/v2': {
      method: 'POST',
      proof: 'secret',
      answer: ({ body }) =>
        textIn(body, 'appsecret') === account.secret
          ? clearAll(textIn(body, 'appid'))
          : refuse(40125, 'invalid appsecret'),
    },
    '/cgi-bin/openapi/quota/clear': {
      method: 'POST',
      answer: ({ body }) => {
        const path = textIn(body, 'cgi_path');
        if (dailyOf(path) === undefined) return refuse(76003, 'cgi_path not found, please check');
        return ledger.clear(path) ? done : refuse(48006, 'forbid to clear quota because of reaching the limit');
      },
    },
    '/cgi-bin/openapi/quota/get': { method: 'POST', daily: 100_000, answer: ({ body }) => quota(body) },
    '/cgi-bin/openapi/rid/get': {
      method: 'POST',
      daily: 100_000,
      answer: ({ body }) => {
        const logged = ledger.byRid(textIn(body, 'rid'));
        return logged ? { ...done, request: logged } : refuse(76001, 'rid not found');
      },
    },
    '/cgi-bin/callback/check': { method: 'POST', daily: 10_000, answer: ({ body }) => checkCallback(body) },
    '/cgi-bin/getcallbackip': { method: 'GET', daily: 10_000, answer: () => ({ ip_list: [here] }) },
    '/cgi-bin/get_api_domain_ip': { method: 'GET', daily: 10_000, answer: () => ({ ip_list: [here] }) },
  };
}

function checkCallback(body: Fields): Fields {
  if (fieldsIn(body)?.action === undefined) return refuse(40035, 'invalid parameter');
  const operator = textIn(body, 'check_operator');
  return {
    dns: [{ ip: here, real_operator: operator || 'DEFAULT' }],
    ping: [{ ip: here, from_operator: operator || 'DEFAULT', package_loss: '0%', time: '0.1ms' }],
  };
}

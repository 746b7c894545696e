import type { Account } from '../account.ts';
import type { Tokens } from '../state/tokens.ts';
import { refuse, textIn, type Endpoints, type Refusal } from './call.ts';

export function tokenEndpoints({ account, tokens }: { account: Account; tokens: Tokens }): Endpoints {
  function wrong(grantType: string, appId: string, secret: string): Refusal | undefined {
    if (grantType !== 'client_credential') return refuse(40002, 'invalid grant_type');
    if (appId === '') return refuse(41002, 'appid missing');
    if (appId !== account.appId) return refuse(40013, 'invalid appid');
    if (secret === '') return refuse(41004, 'appsecret missing');
    return secret === account.secret ? undefined : refuse(40125, 'invalid appsecret, view more at http://t.cn/RAEkdVq');
  }

  return {
    '/cgi-bin/token': {
      method: 'GET',
      proof: 'secret',
      daily: 2000,
      answer: ({ query }) => {
        const [grantType, appId, secret] = ['grant_type', 'appid', 'secret'].map((name) => query.get(name) ?? '');
        return wrong(grantType ?? '', appId ?? '', secret ?? '') ?? tokens.fresh();
      },
    },
    '/cgi-bin/stable_token': {
      method: 'POST',
      proof: 'secret',
      daily: 500_000,
      answer: ({ body }) =>
        wrong(textIn(body, 'grant_type'), textIn(body, 'appid'), textIn(body, 'secret')) ??
        tokens.steady(body.force_refresh === true),
    },
  };
}

import type { TellAskersDeps } from '../actions/tell-askers.ts';
import type { Say } from '../dialogue/say.ts';
import type { ChannelKind } from '../domain/registry.ts';

const names: Readonly<Record<ChannelKind, string>> = {
  website: '链接',
  phone: '电话',
  email: '邮箱',
  wechat: '微信号',
  qq: 'QQ 号',
  app: '应用',
  social: '社交账号',
  account: '账号',
};

/** What earlier askers are told: which kind of thing it was and when they asked, never the thing itself. */
export function askerWarning(say: Say): TellAskersDeps['warning'] {
  return ({ kind, at }) => `${say('botMark')}${say('askerWarned', { at, what: names[kind] })}`;
}

import type { ChannelKind } from '../domain/registry.ts';

/** What each kind of channel is called to customers. */
export const kindNames: Readonly<Record<ChannelKind, string>> = {
  website: '链接',
  phone: '电话',
  email: '邮箱',
  wechat: '微信号',
  qq: 'QQ 号',
  app: '应用',
  social: '社交账号',
  account: '账号',
};

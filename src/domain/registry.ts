export const channelKinds = ['website', 'phone', 'email', 'wechat', 'qq', 'app', 'social', 'account'] as const;
export type ChannelKind = (typeof channelKinds)[number];

/** One official channel of config/registry.yaml. */
export type Channel = {
  readonly kind: ChannelKind;
  /** a website's value is a registrable domain or a host: everything under it is official; an e-mail's an address or `@domain` */
  readonly value: string;
  readonly name: string;
  readonly purpose?: string;
  /** what it is never used for */
  readonly never?: string;
  /** shipped as an example: with a real WeChat account the start fails while one is in use */
  readonly sample?: boolean;
};

export type Certification = {
  readonly company: string;
  readonly wechatSubject: string;
  readonly licence: string;
  readonly lookUp: string;
  readonly sample?: boolean;
};

export type Registry = { readonly channels: readonly Channel[]; readonly certification?: Certification };

import type { Result } from '../lib/result.ts';
import type { WechatClient } from '../wechat/client.ts';
import type { WechatError } from '../wechat/errors.ts';

export type AbilityClient = Pick<WechatClient, 'getMenu' | 'quotaGet' | 'getCallbackIps'>;

/** What a kind of account may or may not do, how that shows, and what the product does instead. Nothing is changed. */
export type Ability = {
  readonly name: string;
  readonly probe: (client: AbilityClient) => Promise<Result<unknown, WechatError>>;
  readonly standIn: string;
};

/** openapi/quota/get tells of an interface only where the account may use it. */
const mayCall =
  (path: string): Ability['probe'] =>
  (client) =>
    client.quotaGet(path);

export const abilities: readonly Ability[] = [
  {
    name: 'customer-service messages',
    probe: mayCall('/cgi-bin/message/custom/send'),
    standIn: "agents' words wait, and go out with the answer to what the customer writes next",
  },
  {
    name: 'pictures, voice and video',
    probe: mayCall('/cgi-bin/media/get'),
    standIn: 'customers are asked to describe in words; their files are not fetched',
  },
  {
    name: 'pictures from agents',
    probe: mayCall('/cgi-bin/media/upload'),
    standIn: 'agents answer in words',
  },
  {
    name: 'a menu',
    probe: (client) => client.getMenu(),
    standIn: 'customers write 帮助, 客服 or 转人工 instead; the welcome says so',
  },
  {
    name: 'the list of push addresses',
    probe: (client) => client.getCallbackIps(),
    standIn: 'pushes are told by signature and encryption alone',
  },
];

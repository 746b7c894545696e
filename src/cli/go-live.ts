import type { Clock } from '../lib/clock.ts';
import type { Result } from '../lib/result.ts';
import type { WechatClient } from '../wechat/client.ts';
import type { WechatError } from '../wechat/errors.ts';
import { errorLine } from './account.ts';

type Read = Pick<WechatClient, 'getCurrentSelfMenu' | 'getMenu' | 'getAutoreplyInfo' | 'quotaGet' | 'getCallbackIps'>;

export type GoLiveDeps = {
  readonly client: Read;
  /** @returns where the text was put */
  readonly save: (name: string, text: string) => Promise<string>;
  readonly print: (line: string) => void;
  readonly clock: Clock;
};

/** What an account without a permission does without, and what the product does instead. */
const abilities: readonly (readonly [
  name: string,
  probe: (client: Read) => Promise<Result<unknown, WechatError>>,
  standIn: string,
])[] = [
  [
    'customer-service messages',
    (client) => client.quotaGet('/cgi-bin/message/custom/send'),
    "agents' words wait, and go out as the answer to what the customer writes next",
  ],
  ['a menu', (client) => client.getMenu(), 'customers write 帮助, 客服 or 转人工 instead; the welcome says so'],
  [
    'the list of push addresses',
    (client) => client.getCallbackIps(),
    'pushes are told by signature and encryption alone',
  ],
];

/**
 * The first evening: saves what switching on the server address disables, and says what will not work and how to go
 * back. Changes nothing at WeChat.
 *
 * @returns the exit code: 1 where the present state could not be saved
 */
export async function prepareGoLive(deps: GoLiveDeps): Promise<number> {
  const isSaved = await savePresent(deps);
  await tellAbilities(deps);
  deps.print('');
  deps.print(
    'To go live: 公众平台 › 基本配置 › 服务器配置 › 启用, in 安全模式. The console then disables its own menu and',
  );
  deps.print('automatic replies. Next `npm run doctor`, and `npm run menu -- apply`.');
  deps.print(
    'To go back, in one step: the same place, 停用. The console’s menu and automatic replies work again at once.',
  );
  return isSaved ? 0 : 1;
}

async function savePresent({ client, save, print, clock }: GoLiveDeps): Promise<boolean> {
  const [shown, menu, replies] = [
    await client.getCurrentSelfMenu(),
    await client.getMenu(),
    await client.getAutoreplyInfo(),
  ];
  const refusals = [shown, menu, replies].flatMap((result) => (result.ok ? [] : [result.error]));
  for (const refusal of refusals) print(`not saved: ${errorLine(refusal)}`);
  const at = clock().toISOString();
  const present = { at, shownMenu: valueOf(shown), apiMenu: valueOf(menu), automaticReplies: valueOf(replies) };
  const where = await save(
    `before-go-live-${at.replaceAll(/[:.]/g, '-')}.json`,
    `${JSON.stringify(present, null, 2)}\n`,
  );
  print(`The account's present menu and automatic replies are in ${where}.`);
  return refusals.length === 0;
}

function valueOf(result: Result<unknown, WechatError>): unknown {
  return result.ok ? (result.value ?? null) : null;
}

async function tellAbilities({ client, print }: GoLiveDeps): Promise<void> {
  for (const [name, probe, standIn] of abilities) {
    const result = await probe(client);
    if (result.ok) print(`✓ ${name}`);
    else print(`✗ ${name}: ${standIn}. (${errorLine(result.error)})`);
  }
}

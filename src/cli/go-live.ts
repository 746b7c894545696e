import type { Clock } from '../lib/clock.ts';
import type { Result } from '../lib/result.ts';
import type { WechatClient } from '../wechat/client.ts';
import type { WechatError } from '../wechat/errors.ts';
import { abilities } from './abilities.ts';
import { errorLine } from './account.ts';

type Read = Pick<WechatClient, 'getCurrentSelfMenu' | 'getMenu' | 'getAutoreplyInfo' | 'quotaGet' | 'getCallbackIps'>;

export type GoLiveDeps = {
  readonly client: Read;
  /** @returns where the text was put */
  readonly save: (name: string, text: string) => Promise<string>;
  readonly print: (line: string) => void;
  /** who gets the whole product on the first evening */
  readonly opening: { readonly testersOnly: boolean; readonly testers: readonly string[] };
  /** posts a page to whoever is on call; undefined where none is configured */
  readonly callTest: (() => Promise<{ readonly ok: boolean; readonly code?: string }>) | undefined;
  readonly clock: Clock;
};

/**
 * The first evening, as a list: saves what switching on the server address disables, says what will not work, who gets in
 * first, who is called, and how to go back. Changes nothing at WeChat.
 *
 * @returns the exit code: 1 where the present state could not be saved, or nobody on call was reached
 */
export async function prepareGoLive(deps: GoLiveDeps): Promise<number> {
  const { print } = deps;
  print('1. What the console does today');
  const { isSaved, where } = await savePresent(deps);
  print('2. What this kind of account can do');
  await tellAbilities(deps);
  print('3. Who gets in first');
  tellOpening(deps);
  print('4. Who is called');
  const isCalled = await callTest(deps);
  print('5. To go live');
  print('  公众平台 › 基本配置 › 服务器配置 › 启用, in 安全模式. The console then disables its own menu and automatic');
  print('  replies. Next `npm run doctor`, and `npm run menu -- apply`.');
  print('6. To go back, in one step');
  print('  The same place, 停用. The console’s menu and automatic replies work again at once.');
  print(`  Should phones still show our menu after that: npm run menu -- restore ${where}`);
  return isSaved && isCalled ? 0 : 1;
}

async function savePresent(deps: GoLiveDeps): Promise<{ isSaved: boolean; where: string }> {
  const { client, save, print, clock } = deps;
  const [shown, menu, replies] = [
    await client.getCurrentSelfMenu(),
    await client.getMenu(),
    await client.getAutoreplyInfo(),
  ];
  const refusals = [shown, menu, replies].flatMap((result) => (result.ok ? [] : [result.error]));
  for (const refusal of refusals) print(`  ✗ not saved: ${errorLine(refusal)}`);
  const at = clock().toISOString();
  const present = { at, shownMenu: valueOf(shown), apiMenu: valueOf(menu), automaticReplies: valueOf(replies) };
  const where = await save(
    `before-go-live-${at.replaceAll(/[:.]/g, '-')}.json`,
    `${JSON.stringify(present, null, 2)}\n`,
  );
  print(`  The account's present menu and automatic replies are in ${where}.`);
  return { isSaved: refusals.length === 0, where };
}

/** `null` says that there is none; what could not be read is left out, so that nobody takes it for none. */
function valueOf(result: Result<unknown, WechatError>): unknown {
  return result.ok ? (result.value ?? null) : undefined;
}

async function tellAbilities({ client, print }: GoLiveDeps): Promise<void> {
  for (const { name, probe, standIn } of abilities) {
    const result = await probe(client);
    if (result.ok) print(`  ✓ ${name}`);
    else print(`  ✗ ${name}: ${standIn}. (${errorLine(result.error)})`);
  }
}

function tellOpening({ opening: { testersOnly, testers }, print }: GoLiveDeps): void {
  if (!testersOnly) {
    print('  Everybody, at once. To let testers in first: opening.testersOnly in config/default.yaml.');
    return;
  }
  print(`  ${testers.length} listed testers; everybody else is told honestly to call the official phone.`);
  print('  Who sends "openid" to the account is told what to list in opening.testers.');
  print('  To open for everybody: opening.testersOnly: false, and a restart.');
}

async function callTest({ callTest: call, print }: GoLiveDeps): Promise<boolean> {
  if (!call) {
    print('  Nobody: set PAGE_WEBHOOK_URL, or whoever is on call learns of nothing outside the console.');
    return true;
  }
  const { ok, code } = await call();
  print(
    ok ? '  A test page was sent: ask whoever is on call whether it came.' : `  ✗ The test page was refused: ${code}.`,
  );
  return ok;
}

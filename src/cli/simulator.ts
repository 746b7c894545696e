import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { systemClock } from '../lib/clock.ts';
import { createLogger } from '../lib/logger.ts';
import { modes, sampleAccount, type Account, type Mode } from '../simulator/account.ts';
import { createRemotePhone } from '../simulator/script/remote-phone.ts';
import { runScript } from '../simulator/script/run-script.ts';
import { readScript } from '../simulator/script/script-steps.ts';
import { serveSimulator } from '../simulator/serve.ts';
import { createSimulator } from '../simulator/simulator.ts';

const usage = `npm run simulator -- [--product http://127.0.0.1:3000] [--port 3100] [--mode safe|compat|plain]
    serves a phone and WeChat's API for a product that runs at this address
npm run simulator -- script FILE [--at http://127.0.0.1:3000]
    plays a script on a phone of the simulator at this address, and prints the conversation

WECHAT_APPID, WECHAT_APPSECRET, WECHAT_TOKEN and WECHAT_AES_KEY say which account to be; without them it is a sample.`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    product: { type: 'string', default: 'http://127.0.0.1:3000' },
    port: { type: 'string', default: '3100' },
    mode: { type: 'string', default: process.env.WECHAT_MODE ?? 'safe' },
    at: { type: 'string', default: 'http://127.0.0.1:3000' },
    help: { type: 'boolean', default: false },
  },
});
const [command, file] = positionals;

if (values.help) console.log(usage);
else if (command === 'script' && file !== undefined) process.exitCode = await script(file, values.at);
else if (command === undefined) await serve();
else {
  console.error(usage);
  process.exitCode = 2;
}

/** @returns the exit code */
async function script(path: string, at: string): Promise<number> {
  const steps = readScript(await readFile(path, 'utf8'));
  if (!steps.ok) {
    console.error(`${path}: ${steps.error}`);
    return 2;
  }
  const newPhone = () => createRemotePhone(new URL(at).origin);
  const play = { newPhone, print: (line: string) => console.log(line), clock: systemClock };
  const fault = await runScript(steps.value, play).catch(
    (error: unknown) => `no simulator answers at ${at}: ${String(error)}`,
  );
  if (fault !== undefined) console.error(`${path}: ${fault}`);
  return fault === undefined ? 0 : 1;
}

async function serve(): Promise<void> {
  const mode = modes.find((one) => one === values.mode);
  if (!mode) throw new Error(`--mode is one of ${modes.join(', ')}`);
  const given = accountFrom(process.env);
  const account = given ?? sampleAccount('示例钱包');
  const logger = createLogger({ level: 'info', secrets: [account.secret, account.token, account.aesKey] });
  const callback = new URL('/wechat', values.product).href;
  let origin = '';
  const simulator = createSimulator({
    account,
    mode,
    callbackUrl: () => callback,
    origin: () => origin,
    clock: systemClock,
    logger,
  });
  const served = await serveSimulator(simulator, Number(values.port), logger);
  origin = served.origin;
  console.log(`phone    ${origin}/simulator\npushes   ${callback} (${mode} mode)`);
  if (!given) console.log(`\nStart the product with:\n${settingsOf(account, mode, origin)}\n`);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void served.close());
}

/** The account that the product under test has been set up with. */
function accountFrom(environment: NodeJS.ProcessEnv): Account | undefined {
  const { WECHAT_APPID, WECHAT_APPSECRET, WECHAT_TOKEN, WECHAT_AES_KEY } = environment;
  if (!WECHAT_APPID || !WECHAT_APPSECRET || !WECHAT_TOKEN || !WECHAT_AES_KEY) return undefined;
  return {
    ...sampleAccount('示例钱包'),
    appId: WECHAT_APPID,
    secret: WECHAT_APPSECRET,
    token: WECHAT_TOKEN,
    aesKey: WECHAT_AES_KEY,
  };
}

function settingsOf({ appId, secret, token, aesKey }: Account, mode: Mode, origin: string): string {
  const settings = {
    WECHAT_APPID: appId,
    WECHAT_APPSECRET: secret,
    WECHAT_TOKEN: token,
    WECHAT_AES_KEY: aesKey,
    WECHAT_MODE: mode,
    WECHAT_API_BASE: `${origin}/simulator/wechat`,
  };
  return Object.entries(settings)
    .map(([name, value]) => `  ${name}=${value}`)
    .join('\n');
}

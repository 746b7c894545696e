import { randomBytes } from 'node:crypto';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import mongoose from 'mongoose';
import { createApp } from '../../src/app.ts';
import { loadConfig } from '../../src/config.ts';
import { createLogger } from '../../src/lib/logger.ts';
import { sampleAccount, type Mode } from '../../src/simulator/account.ts';
import { serveSimulator } from '../../src/simulator/serve.ts';
import { createSimulator } from '../../src/simulator/simulator.ts';
import { callerAt, type Caller } from './desk.ts';
import { adminPassword, holding } from './product.ts';

export type JoinedOptions = {
  readonly mode?: Mode;
  /** what the test needs otherwise in config/default.yaml */
  readonly edit?: (behaviour: string) => string;
  /** the product has a new token and key already, WeChat still the previous ones */
  readonly rotating?: Rotated;
};

/** Fewer than WeChat's five seconds apart, so that no test waits for them. */
const retry = { attempts: 3, afterMs: 5_000 };

/**
 * The whole product joined to a WeChat of its own that outlives it: what is tried is stopped, started again, and taken
 * forward in time, as the account's servers and its customers' phones are not. On the embedded store, or on MONGODB_URI.
 */
export async function openJoined({ mode = 'safe', edit = holding(0), rotating }: JoinedOptions = {}) {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'joined-'));
  const mongo = process.env.STORE_UNDER_TEST === 'mongodb' ? process.env.MONGODB_URI : undefined;
  const uri = mongo === undefined ? undefined : new URL(`joined_${randomBytes(6).toString('hex')}`, mongo).href;
  const configDir = path.join(dataDir, 'config');
  await cp(path.join(import.meta.dirname, '..', '..', 'config'), configDir, { recursive: true });
  await change(edit);

  let aheadMs = 0;
  const clock = () => new Date(Date.now() + aheadMs);
  const lines: string[] = [];
  const logger = createLogger({ level: 'info', secrets: [], destination: { write: (line) => void lines.push(line) } });
  const account = sampleAccount('示例钱包');
  let base = '';
  const simulator = createSimulator({
    ...{ account, mode, clock, logger, retry },
    callbackUrl: () => `${base}/wechat`,
    origin: () => wechat.origin,
  });
  const wechat = await serveSimulator(simulator, 0, logger);
  let app = await start();

  async function change(again: (behaviour: string) => string): Promise<void> {
    const file = path.join(configDir, 'default.yaml');
    await writeFile(file, again(await readFile(file, 'utf8')));
  }

  async function start() {
    const config = await loadConfig({
      ...{ PORT: '0', DATA_DIR: dataDir, CONFIG_DIR: configDir, ADMIN_PASSWORD: adminPassword },
      ...{ WECHAT_APPID: account.appId, WECHAT_APPSECRET: account.secret, WECHAT_TOKEN: account.token },
      ...{ WECHAT_AES_KEY: account.aesKey, WECHAT_MODE: mode, WECHAT_API_BASE: `${wechat.origin}/simulator/wechat` },
      ...(uri !== undefined && { MONGODB_URI: uri }),
      ...(rotating && rotation(account, rotating)),
    });
    if (!config.ok) throw new Error(JSON.stringify(config.error));
    const onDeath = (error: Error) => {
      throw error;
    };
    const deskPage = path.join(import.meta.dirname, '..', '..', 'dist', 'desk-page');
    const made = createApp({ config: config.value, clock, logger, onDeath, deskPage });
    const started = await made.start();
    if (!started.ok) throw new Error(JSON.stringify(started.error));
    base = `http://127.0.0.1:${started.value.port}`;
    return made;
  }

  /** Stopped and started again, perhaps with other settings, as after so much time. */
  async function restart({ afterMs = 0, edit: again }: { afterMs?: number; edit?: JoinedOptions['edit'] } = {}) {
    await app.stop();
    aheadMs += afterMs;
    if (again) await change(again);
    app = await start();
  }

  async function signIn(login = 'admin', password = adminPassword): Promise<Caller> {
    const answer = await callerAt(base).post('/api/desk/sign-in', { login, password });
    if (answer.status !== 200) throw new Error(`sign-in: ${answer.status}`);
    return callerAt(base, answer.headers.getSetCookie()[0]?.split(';')[0] ?? '');
  }

  async function close(): Promise<void> {
    await app.stop();
    await wechat.close();
    if (uri !== undefined) {
      const connection = await mongoose.createConnection(uri).asPromise();
      await connection.dropDatabase();
      await connection.close();
    }
    await rm(dataDir, { recursive: true, force: true });
  }

  return { base: () => base, simulator, account, lines, clock, restart, signIn, close };
}

function rotation(previous: Rotated, next: Rotated): Record<string, string> {
  return {
    ...{ WECHAT_TOKEN: next.token, WECHAT_TOKEN_PREVIOUS: previous.token },
    ...{ WECHAT_AES_KEY: next.aesKey, WECHAT_AES_KEY_PREVIOUS: previous.aesKey },
  };
}

type Rotated = { readonly token: string; readonly aesKey: string };

export type Joined = Awaited<ReturnType<typeof openJoined>>;

/** The texts that a phone shows, from the account, oldest first. */
export function shownTo({ simulator }: Pick<Joined, 'simulator'>, openId: string): string[] {
  return simulator
    .transcriptOf(openId)
    .flatMap(({ from, content }) => (from === 'account' && content.kind === 'text' ? [content.text] : []));
}

/** Opens a ticket for a customer. @returns its number */
export async function askForPerson({ simulator }: Pick<Joined, 'simulator'>, openId: string, matter: string) {
  await simulator.pushes.follow(openId);
  await simulator.pushes.text(openId, '转人工');
  await simulator.pushes.text(openId, matter);
  const said = shownTo({ simulator }, openId).at(-1) ?? '';
  const [number] = /K\d{8}-\d{4}/.exec(said) ?? [];
  if (number === undefined) throw new Error(`No ticket: ${said}`);
  return number;
}

/** The console's live events from now on, as `kind number`. */
export async function hearPages({ base }: Pick<Joined, 'base'>, { cookie }: Caller) {
  const stopped = new AbortController();
  const stream = await fetch(`${base()}/api/desk/events`, { headers: { Cookie: cookie }, signal: stopped.signal });
  let said = '';
  const reading = (async () => {
    for await (const chunk of (stream.body ?? []) as AsyncIterable<Uint8Array>) said += Buffer.from(chunk).toString();
  })().catch(() => undefined);

  /** @returns undefined until it came */
  function heard(what: string): true | undefined {
    const events = [...said.matchAll(/event: (\S+)\ndata: .*?"number":"([^"]*)"/g)].map(([, k, n]) =>
      `${k} ${n}`.trim(),
    );
    return events.includes(what) ? true : undefined;
  }

  async function stop(): Promise<void> {
    stopped.abort();
    await reading;
  }

  return { heard, stop };
}

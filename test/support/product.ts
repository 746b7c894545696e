import { randomBytes } from 'node:crypto';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import mongoose from 'mongoose';
import { createApp } from '../../src/app.ts';
import { loadConfig } from '../../src/config.ts';
import { systemClock } from '../../src/lib/clock.ts';
import { createLogger } from '../../src/lib/logger.ts';
import { callerAt, type Caller } from './desk.ts';

export const adminPassword = 'sample horse staple 7';

/**
 * The whole product with its simulator, listening on a port of its own: on the embedded store, or on MONGODB_URI.
 *
 * @param edit what the test needs otherwise in config/default.yaml
 */
export async function openProduct(environment: Record<string, string> = {}, edit = holding(0)) {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'product-'));
  const database = `product_${randomBytes(6).toString('hex')}`;
  const mongo = process.env.STORE_UNDER_TEST === 'mongodb' ? process.env.MONGODB_URI : undefined;
  const uri = mongo === undefined ? undefined : new URL(database, mongo).href;
  const config = await loadConfig({
    PORT: '0',
    DATA_DIR: dataDir,
    CONFIG_DIR: await editedConfig(dataDir, edit),
    ADMIN_PASSWORD: adminPassword,
    ...(uri !== undefined && { MONGODB_URI: uri }),
    ...environment,
  });
  if (!config.ok) throw new Error(JSON.stringify(config.error));
  const lines: string[] = [];
  const logger = createLogger({ level: 'info', secrets: [], destination: { write: (line) => void lines.push(line) } });
  const app = createApp({
    config: config.value,
    clock: systemClock,
    logger,
    onDeath(error) {
      throw error;
    },
    deskPage: path.join(import.meta.dirname, '..', '..', 'dist', 'desk-page'),
  });
  const started = await app.start();
  if (!started.ok) throw new Error(JSON.stringify(started.error));
  const base = `http://127.0.0.1:${started.value.port}`;

  async function close(): Promise<void> {
    await app.stop();
    if (uri !== undefined) {
      const connection = await mongoose.createConnection(uri).asPromise();
      await connection.dropDatabase();
      await connection.close();
    }
    await rm(dataDir, { recursive: true, force: true });
  }

  return { base, lines, dataDir, phone: () => newPhone(base), signIn: signInAt(base), close };
}

/** The shipped configuration with its behaviour (default.yaml) edited. */
async function editedConfig(dataDir: string, edit: (behaviour: string) => string): Promise<string> {
  const folder = path.join(dataDir, 'config');
  await cp(path.join(import.meta.dirname, '..', '..', 'config'), folder, { recursive: true });
  const file = path.join(folder, 'default.yaml');
  await writeFile(file, edit(await readFile(file, 'utf8')));
  return folder;
}

/** Replies leave at once: nobody has to wait for the time in which they can be taken back, where it isn't the matter. */
export function holding(seconds: number): (behaviour: string) => string {
  return (behaviour) => behaviour.replace(/^takeBackSeconds: .*$/m, `takeBackSeconds: ${seconds}`);
}

export type Product = Awaited<ReturnType<typeof openProduct>>;

/** Signs in to the console by HTTP. */
function signInAt(base: string) {
  return async (login: string, password: string): Promise<Caller> => {
    const answer = await callerAt(base).post('/api/desk/sign-in', { login, password });
    if (answer.status !== 200) throw new Error(`sign-in: ${answer.status}`);
    return callerAt(base, answer.headers.getSetCookie()[0]?.split(';')[0] ?? '');
  };
}

/** What the phone shows. */
export type Bubble = { readonly from: 'customer' | 'account' | 'system'; readonly via: string; readonly words: string };

/** A customer's phone in the simulator, by the JSON that its page uses. */
async function newPhone(base: string) {
  const post = (where: string, body: unknown) =>
    fetch(`${base}/simulator/phone${where}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    });
  const { openId } = (await (await post('/customers', {})).json()) as { openId: string };

  async function bubbles(): Promise<Bubble[]> {
    const answer = await fetch(`${base}/simulator/phone/customers/${openId}/lines`);
    return ((await answer.json()) as { lines: Bubble[] }).lines;
  }

  /** @returns what the account answered at once, '' for nothing */
  async function act(what: Record<string, unknown>): Promise<string> {
    const before = (await bubbles()).length;
    const answer = await post(`/customers/${openId}/acts`, what);
    if (answer.status !== 200) throw new Error(`${JSON.stringify(what)}: ${answer.status} ${await answer.text()}`);
    const fresh = (await bubbles()).slice(before);
    return fresh
      .filter(({ from, via }) => from === 'account' && via === 'passive')
      .map(({ words }) => words)
      .join('\n');
  }

  /** A picture of one pixel, as the phone page sends it. */
  async function picture(): Promise<void> {
    const png = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==';
    const answer = await fetch(`${base}/simulator/phone/customers/${openId}/images`, {
      ...{ method: 'POST', headers: { 'Content-Type': 'image/png' } },
      body: Buffer.from(png, 'base64'),
    });
    if (answer.status !== 200) throw new Error(`picture: ${answer.status}`);
  }

  /** Waits until a bubble from the account has come that says this. */
  async function receives(words: string | RegExp, withinMs = 8000): Promise<string> {
    const until = Date.now() + withinMs;
    for (;;) {
      const found = (await bubbles())
        .filter((one) => one.from === 'account')
        .findLast((one) => matches(one.words, words));
      if (found) return found.words;
      if (Date.now() > until) throw new Error(`Never came: ${String(words)}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  return {
    openId,
    follow: () => act({ act: 'follow' }),
    unfollow: () => act({ act: 'unfollow' }),
    say: (text: string) => act({ act: 'say', text }),
    picture,
    voice: () => act({ act: 'voice' }),
    video: () => act({ act: 'video' }),
    tap: (button: string) => act({ act: 'tap', button }),
    receives,
    bubbles,
  };
}

export type Phone = Awaited<ReturnType<typeof newPhone>>;

function matches(text: string, words: string | RegExp): boolean {
  return typeof words === 'string' ? text.includes(words) : words.test(text);
}

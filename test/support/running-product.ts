import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { adminPassword } from './product.ts';

const root = path.join(import.meta.dirname, '..', '..');
const token = 'sampletoken';

export type Where = { readonly dataDir: string; readonly apiBase: string; readonly mongoUri?: string | undefined };

/**
 * The built product in a process of its own, joined to a WeChat that the test plays: what a fault test kills, stops and
 * starts again over the same store.
 */
export async function startProduct({ dataDir, apiBase, mongoUri }: Where) {
  const child = spawn(process.execPath, ['dist/main.js'], {
    cwd: root,
    env: {
      PATH: process.env.PATH,
      PORT: '0',
      DATA_DIR: dataDir,
      ADMIN_PASSWORD: adminPassword,
      WECHAT_APPID: 'wx0123456789abcdef',
      WECHAT_APPSECRET: 'samplesecret',
      WECHAT_TOKEN: token,
      WECHAT_MODE: 'plain',
      WECHAT_API_BASE: apiBase,
      LOG_LEVEL: 'error',
      ...(mongoUri !== undefined && { MONGODB_URI: mongoUri }),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said: string[] = [];
  child.stderr.on('data', (chunk: Buffer) => said.push(chunk.toString()));
  const ended = new Promise<number | string>((resolve) =>
    child.once('exit', (code, signal) => {
      resolve(code ?? signal ?? 'unknown');
    }),
  );
  const end = (signal: NodeJS.Signals) => {
    child.kill(signal);
    return ended;
  };
  for await (const line of createInterface({ input: child.stdout })) {
    said.push(line);
    const base = /console\s+(http:\/\/[\d.:]+)\/desk/.exec(line)?.[1];
    if (base === undefined) continue;
    child.stdout.resume();
    return { base, pid: child.pid ?? 0, end, ended, said };
  }
  throw new Error(`The product did not start: ${said.join('\n')}`);
}

export type RunningProduct = Awaited<ReturnType<typeof startProduct>>;

export type TextPush = { readonly openId: string; readonly msgId: number; readonly text: string };

/** Pushes a text as WeChat does in plain mode. @returns the status, 0 where no answer came */
export async function pushText(base: string, { openId, msgId, text }: TextPush): Promise<number> {
  const timestamp = String(Math.floor(Date.now() / 1000));
  const nonce = `${msgId}-${Math.random()}`;
  const signature = createHash('sha1').update([token, timestamp, nonce].sort().join('')).digest('hex');
  const body = `<xml><ToUserName><![CDATA[gh_sample]]></ToUserName><FromUserName><![CDATA[${openId}]]></FromUserName><CreateTime>${timestamp}</CreateTime><MsgType><![CDATA[text]]></MsgType><Content><![CDATA[${text}]]></Content><MsgId>${msgId}</MsgId></xml>`;
  const query = new URLSearchParams({ timestamp, nonce, signature });
  try {
    const answer = await fetch(`${base}/wechat?${query.toString()}`, {
      method: 'POST',
      headers: { 'Content-Type': 'text/xml' },
      body,
      signal: AbortSignal.timeout(5000),
    });
    await answer.text();
    return answer.status;
  } catch {
    return 0;
  }
}

import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { createCipher } from '../src/wechat/cipher.ts';
import { sign } from '../src/wechat/signature.ts';

/**
 * From push to passive reply through the whole product (built: dist/), on the embedded store, in safe and in plain mode,
 * beside bare Koa that echoes the body, co-wechat that answers each text with itself, and the same after storing it, in
 * one run: 64 connections, each push another message of another one of 100,000 customers. Each server is warmed up, then
 * all are timed in turns, for three rounds: a host that is slow for a while is so for all of them. Needs `wrk`.
 */
const account = { appId: 'wx0123456789abcdef', token: 'sampletoken', aesKey: 'sampleKey'.repeat(5).slice(0, 43) };
const customers = 100_000;
const pushes = 225_000;
const warmUp = { seconds: 6, from: 0 };
/** Each begins where the product can't have come to: to it no message comes twice. */
const rounds = [60_000, 115_000, 170_000].map((from) => ({ seconds: 5, from }));
const connections = 64;
const texts = [
  '客服',
  '忘记密码怎么办',
  '转账没到账',
  '你好',
  '怎么绑定银行卡',
  '提现要手续费吗',
  '公告',
  '钱包被盗了',
  '谢谢',
  '限额多少',
];
const folder = mkdtempSync(path.join(tmpdir(), 'bench-push-'));
const cipher = createCipher({ appId: account.appId, keys: [account.aesKey] });

function xmlOf(index: number): string {
  const content = `${texts[index % texts.length] ?? ''}${index % 7 === 0 ? index : ''}`;
  return `<xml><ToUserName><![CDATA[gh_sample]]></ToUserName><FromUserName><![CDATA[oBench${String((index * 7919) % customers).padStart(22, '0')}]]></FromUserName><CreateTime>${Math.floor(Date.now() / 1000)}</CreateTime><MsgType><![CDATA[text]]></MsgType><Content><![CDATA[${content}]]></Content><MsgId>${10_000_000 + index}</MsgId></xml>`;
}

function requestOf(index: number, mode: 'safe' | 'plain'): { query: string; body: string } {
  const [timestamp, nonce] = [String(Math.floor(Date.now() / 1000)), String(index)];
  const common = `timestamp=${timestamp}&nonce=${nonce}&signature=${sign([account.token, timestamp, nonce])}`;
  if (mode === 'plain') return { query: common, body: xmlOf(index) };
  const encrypt = cipher.encrypt(xmlOf(index), 0);
  const signature = sign([account.token, timestamp, nonce, encrypt]);
  const body = `<xml><ToUserName><![CDATA[gh_sample]]></ToUserName><Encrypt><![CDATA[${encrypt}]]></Encrypt></xml>`;
  return { query: `${common}&encrypt_type=aes&msg_signature=${signature}`, body };
}

/** wrk sends these one after the other, each once; it makes them before, so that it leaves the processors to the servers. */
function scriptOf(mode: 'safe' | 'plain'): string {
  const lines = path.join(folder, `${mode}.txt`);
  const file = path.join(folder, `${mode}.lua`);
  const all = Array.from({ length: pushes }, (_, index) => requestOf(index, mode));
  writeFileSync(lines, all.map(({ query, body }) => `${query}\t${body}\n`).join(''));
  writeFileSync(
    file,
    `local all, at = {}, (tonumber(os.getenv("FROM")) or 0)
function init()
  local headers = {["Content-Type"]="text/xml"}
  for line in io.lines("${lines}") do
    local query, body = string.match(line, "^(.-)\\t(.*)$")
    all[#all + 1] = wrk.format("POST", "/wechat?" .. query, headers, body)
  end
end
function request()
  at = at % #all + 1
  return all[at]
end
`,
  );
  return file;
}

type Started = { readonly url: string; readonly child: ChildProcess };

/** Starts a server and waits for the line that tells its address. */
async function start(args: readonly string[], env: Record<string, string>): Promise<Started> {
  const child = spawn(process.execPath, args, {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  for await (const line of createInterface({ input: child.stdout })) {
    const url = /http:\/\/[\d.:]+\/wechat/.exec(line)?.[0];
    if (url !== undefined) return { url, child };
  }
  throw new Error(`${args.join(' ')} told no address`);
}

type Timed = { readonly perSecond: number; readonly p50: string; readonly p99: string; readonly refused: number };

/** Sends for so many seconds, beginning with one of the messages. */
function send(url: string, script: string, { seconds, from }: typeof warmUp): Timed {
  const out = spawnSync('wrk', ['-t1', `-c${connections}`, `-d${seconds}s`, '--latency', '-s', script, url], {
    encoding: 'utf8',
    env: { ...process.env, FROM: String(from) },
  }).stdout;
  const of = (pattern: RegExp) => pattern.exec(out)?.[1] ?? '?';
  return {
    perSecond: Number(of(/Requests\/sec:\s+([\d.]+)/)),
    p50: of(/ 50%\s+([\d.]+\w+)/),
    p99: of(/ 99%\s+([\d.]+\w+)/),
    refused: Number(/Non-2xx or 3xx responses: (\d+)/.exec(out)?.[1] ?? 0),
  };
}

function median<T>(of: readonly T[], by: (one: T) => number): T {
  const middle = of.toSorted((a, b) => by(a) - by(b))[Math.floor(of.length / 2)];
  if (middle === undefined) throw new Error('nothing was timed');
  return middle;
}

async function end({ child }: Started): Promise<void> {
  await new Promise((resolve) => {
    child.once('exit', resolve);
    child.kill('SIGTERM');
  });
}

function coWechat(mode: 'safe' | 'plain', file: 'echo' | 'stored') {
  return start(['--import', 'tsx', `bench/push/co-wechat-${file}.ts`], {
    DATA_DIR: path.join(folder, `${file}-${mode}`),
    WECHAT_APPID: account.appId,
    WECHAT_TOKEN: account.token,
    ...(mode === 'safe' && { WECHAT_AES_KEY: account.aesKey }),
  });
}

function product(mode: 'safe' | 'plain') {
  return start(['dist/main.js'], {
    PORT: '0',
    DATA_DIR: path.join(folder, mode),
    WECHAT_APPID: account.appId,
    WECHAT_APPSECRET: 'samplesecret',
    WECHAT_TOKEN: account.token,
    WECHAT_AES_KEY: account.aesKey,
    WECHAT_MODE: mode,
    WECHAT_API_BASE: 'http://127.0.0.1:9',
    LOG_LEVEL: 'error',
  });
}

/** Times all servers in turns. @returns for each its rounds */
async function measure(servers: ReadonlyMap<string, Started>, script: string): Promise<ReadonlyMap<string, Timed[]>> {
  for (const { url } of servers.values()) send(url, script, warmUp);
  const timed = new Map([...servers.keys()].map((name): [string, Timed[]] => [name, []]));
  for (const round of rounds) {
    for (const [name, { url }] of servers) timed.get(name)?.push(send(url, script, round));
  }
  for (const server of servers.values()) await end(server);
  return timed;
}

function tell(mode: string, timed: ReadonlyMap<string, Timed[]>): void {
  for (const [name, each] of timed) {
    const { perSecond, p50, p99 } = median(each, (one) => one.perSecond);
    const refused = each.reduce((sum, one) => sum + one.refused, 0);
    process.stdout.write(
      `${`${name}, ${mode}`.padEnd(26)} ${perSecond.toFixed(0).padStart(6)}/s   p50 ${p50.padStart(8)}   p99 ${p99.padStart(8)}   not 200: ${refused}\n`,
    );
  }
  for (const other of ['co-wechat', 'co-wechat that stores']) {
    const ratios = (timed.get('product') ?? []).map(
      ({ perSecond }, round) => perSecond / (timed.get(other)?.[round]?.perSecond ?? NaN),
    );
    const all = ratios.map((ratio) => ratio.toFixed(2)).join(', ');
    process.stdout.write(`product / ${other}, ${mode}: ${median(ratios, (ratio) => ratio).toFixed(2)} (${all})\n`);
  }
}

try {
  for (const mode of ['safe', 'plain'] as const) {
    const servers = new Map([
      ['bare Koa', await start(['--import', 'tsx', 'bench/push/koa-echo.ts'], {})],
      ['co-wechat', await coWechat(mode, 'echo')],
      ['co-wechat that stores', await coWechat(mode, 'stored')],
      ['product', await product(mode)],
    ]);
    tell(mode, await measure(servers, scriptOf(mode)));
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

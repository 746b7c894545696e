/**
 * What the WeChat side costs one push on the main thread: `node --import tsx bench/wechat.ts`.
 * Prints microseconds for each step: the fastest and the median of 20 rounds of 5,000.
 */
import { buildReply } from '../src/wechat/build-reply.ts';
import { createCipher } from '../src/wechat/cipher.ts';
import { openPush, sealReply } from '../src/wechat/envelope.ts';
import { parsePush } from '../src/wechat/parse-push.ts';
import { sign } from '../src/wechat/signature.ts';
import { readAny } from '../src/wechat/xml.ts';

const rounds = 20;
const perRound = 5_000;

const cipher = createCipher({ appId: 'wx0123456789abcdef', keys: ['A'.repeat(43)] });
const tokens = ['sampleToken'] as const;
const sealing = { mode: 'safe', tokens, cipher } as const;
const now = new Date('2026-11-22T04:00:00Z');
const timestamp = String(now.getTime() / 1000);
const texts = [
  '我的钱包被盗了怎么办',
  '忘记密码',
  '转账没到账，已经等了两个小时',
  '转人工',
  '你好，请问怎么绑定银行卡？',
];
const answer = '请先冻结账户：打开 App，进入安全中心，点击一键冻结。'.repeat(8);

function xmlOf(count: number): string {
  const text = texts[count % texts.length] ?? '';
  return `<xml><ToUserName><![CDATA[gh_97417a04a28d]]></ToUserName>
<FromUserName><![CDATA[o9AgO5Kd5ggOC-bXrbNODI${count}]]></FromUserName>
<CreateTime>${timestamp}</CreateTime>
<MsgType><![CDATA[text]]></MsgType>
<Content><![CDATA[${text}]]></Content>
<MsgId>${7361932489124810000n + BigInt(count)}</MsgId>
</xml>`;
}

function sealedPush(count: number) {
  const encrypt = cipher.encrypt(xmlOf(count));
  const nonce = String(count);
  const query = { timestamp, nonce, encrypt_type: 'aes', msg_signature: sign([tokens[0], timestamp, nonce, encrypt]) };
  const outer = `<xml><ToUserName><![CDATA[gh_97417a04a28d]]></ToUserName><Encrypt><![CDATA[${encrypt}]]></Encrypt></xml>`;
  return { query, body: Buffer.from(outer) };
}

function plainPush(count: number) {
  const nonce = String(count);
  const query = { timestamp, nonce, signature: sign([tokens[0], timestamp, nonce]) };
  return { query, body: Buffer.from(xmlOf(count)) };
}

function must<T>(result: { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: string }): T {
  if (!result.ok) throw new Error(result.error);
  return result.value;
}

function time(name: string, step: (count: number) => unknown): void {
  const microseconds: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const start = process.hrtime.bigint();
    for (let count = 0; count < perRound; count += 1) step(count);
    microseconds.push(Number(process.hrtime.bigint() - start) / 1000 / perRound);
  }
  const [fastest = NaN, ...others] = microseconds.toSorted((a, b) => a - b);
  const median = others[rounds / 2 - 1] ?? NaN;
  console.log(`${name.padEnd(44)} ${fastest.toFixed(1).padStart(7)} ${median.toFixed(1).padStart(7)} µs`);
}

const sealed = Array.from({ length: perRound }, (_, count) => sealedPush(count));
const plain = Array.from({ length: perRound }, (_, count) => plainPush(count));
const opened = sealed.map((push) => must(openPush(push, sealing, now)));
const pushes = opened.map(({ xml }) => must(parsePush(xml)));
const reply = { kind: 'text', text: answer } as const;
const answers = pushes.map((push) => buildReply(reply, push, now));

function at<T>(all: readonly T[], count: number): T {
  const one = all[count];
  if (one === undefined) throw new Error('out of range');
  return one;
}

function wholeWay(mode: 'safe' | 'plain', push: ReturnType<typeof sealedPush> | ReturnType<typeof plainPush>): string {
  const ways = { ...sealing, mode };
  const envelope = must(openPush(push, ways, now));
  return sealReply(buildReply(reply, must(parsePush(envelope.xml)), now), envelope, { ...ways, now });
}

time('open, safe mode', (count) => openPush(at(sealed, count), sealing, now));
time('open, plain mode', (count) => openPush(at(plain, count), { ...sealing, mode: 'plain' }, now));
time('parse, text', (count) => parsePush(at(opened, count).xml));
time('  the same by fast-xml-parser alone', (count) => readAny(at(opened, count).xml));
time('build, text of 600 bytes', (count) => buildReply(reply, at(pushes, count), now));
time('seal', (count) => sealReply(at(answers, count), at(opened, count), { ...sealing, now }));
time('open + parse + build + seal, safe mode', (count) => wholeWay('safe', at(sealed, count)));
time('open + parse + build + seal, plain mode', (count) => wholeWay('plain', at(plain, count)));

import { randomInt } from 'node:crypto';
import type { Clock } from '../../lib/clock.ts';
import type { Result } from '../../lib/result.ts';
import type { Account } from '../account.ts';
import { encrypt, encryptFrame } from './cipher.ts';
import type { HttpAnswer, Wire, WireProblem } from './post.ts';
import { sign } from './signature.ts';
import { writeXml } from './xml.ts';

type Forged = { readonly query: Readonly<Record<string, string>>; readonly body: string };

/** What an attack has to work with: a message that says where it came from, and WeChat's own tools. */
type Kit = {
  readonly account: Account;
  readonly timestamp: string;
  readonly nonce: string;
  /** the message in the clear */
  readonly xml: string;
  /** a well-signed push around a ciphertext */
  readonly around: (cipher: string, timestamp?: string) => Forged;
};

const hourSeconds = 3600;
const oversizedBytes = 256 * 1024;

/** Pushes that a product in safe mode has to refuse, each alike but for one thing. */
const forgeries = {
  unsigned: ({ around, ...kit }: Kit): Forged => ({ query: {}, body: around(sealed(kit)).body }),
  badly_signed: ({ around, ...kit }: Kit): Forged => {
    const push = around(sealed(kit));
    return { ...push, query: { ...push.query, msg_signature: '0'.repeat(40), signature: '0'.repeat(40) } };
  },
  /** signed by `signature` alone, which does not cover the body */
  body_not_signed: ({ around, ...kit }: Kit): Forged => {
    const { msg_signature: _, ...query } = around(sealed(kit)).query;
    return { query, body: around(sealed(kit)).body };
  },
  tampered: ({ around, ...kit }: Kit): Forged => ({ query: around(sealed(kit)).query, body: around(sealed(kit)).body }),
  stale: ({ around, timestamp, ...kit }: Kit): Forged => around(sealed(kit), String(Number(timestamp) - hourSeconds)),
  from_the_future: ({ around, timestamp, ...kit }: Kit): Forged =>
    around(sealed(kit), String(Number(timestamp) + hourSeconds)),
  downgraded: ({ account, timestamp, nonce, xml }: Kit): Forged => ({
    query: { timestamp, nonce, signature: sign(account.token, timestamp, nonce) },
    body: xml,
  }),
  wrong_appid: ({ account, around, xml }: Kit): Forged =>
    around(encrypt(xml, { ...account, appId: 'wxffffffffffffffff' })),
  bad_padding: ({ account, around }: Kit): Forged => around(encryptFrame(Buffer.alloc(64, 33), account.aesKey)),
  bad_length: ({ account, around }: Kit): Forged => around(encryptFrame(Buffer.alloc(64, 32), account.aesKey)),
  truncated: ({ around, ...kit }: Kit): Forged => around(sealed(kit).slice(0, 30)),
  not_base64: ({ around }: Kit): Forged => around('*'.repeat(64)),
  oversized: ({ account, around, xml }: Kit): Forged => around(encrypt(xml.padEnd(oversizedBytes), account)),
  doctype: ({ around, ...kit }: Kit): Forged => {
    const push = around(sealed(kit));
    return { ...push, body: `<!DOCTYPE xml [<!ENTITY a "aaaaaaaa">]>${push.body}` };
  },
  doctype_inside: ({ account, around, xml }: Kit): Forged =>
    around(encrypt(`<!DOCTYPE xml [<!ENTITY a SYSTEM "file:///etc/hostname">]>${xml}`, account)),
  not_xml: ({ around, ...kit }: Kit): Forged => ({ ...around(sealed(kit)), body: '{"ToUserName":1}' }),
  empty: ({ around, ...kit }: Kit): Forged => ({ ...around(sealed(kit)), body: '' }),
} as const;

export type AttackName = keyof typeof forgeries | 'replayed';
export const attackNames = [...(Object.keys(forgeries) as (keyof typeof forgeries)[]), 'replayed'] as const;

function sealed({ account, xml }: Pick<Kit, 'account' | 'xml'>): string {
  return encrypt(xml, account);
}

export type AttackDeps = {
  readonly account: Account;
  readonly callbackUrl: () => string;
  readonly clock: Clock;
  readonly wire: Wire;
};

/** Sends what WeChat would never send, so that a product can show that it refuses. */
export function createAttacks({ account, callbackUrl, clock, wire }: AttackDeps) {
  function kitFor(openId: string, text: string): Kit {
    const timestamp = String(Math.floor(clock().getTime() / 1000));
    const nonce = String(randomInt(1e8, 1e10));
    const xml = writeXml({
      ToUserName: account.originalId,
      FromUserName: openId,
      CreateTime: Number(timestamp),
      MsgType: 'text',
      Content: text,
      MsgId: BigInt(clock().getTime()) * 1_000_000n + BigInt(randomInt(1_000_000)),
    });
    const around = (Encrypt: string, at = timestamp): Forged => ({
      query: {
        signature: sign(account.token, at, nonce),
        timestamp: at,
        nonce,
        openid: openId,
        encrypt_type: 'aes',
        msg_signature: sign(account.token, at, nonce, Encrypt),
      },
      body: writeXml({ ToUserName: account.originalId, Encrypt }),
    });
    return { account, timestamp, nonce, xml, around };
  }

  function post({ query, body }: Forged): Promise<Result<HttpAnswer, WireProblem>> {
    const url = new URL(callbackUrl());
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
    return wire.exchange({ url, method: 'POST', body, timeoutMs: 5000 });
  }

  /** A good push first, then another one under its timestamp and nonce: the second has to be refused. */
  async function replay(kit: Kit, other: Kit): Promise<Result<HttpAnswer, WireProblem>> {
    await post(kit.around(sealed(kit)));
    return post(kit.around(sealed(other)));
  }

  /** @returns the product's answer; no product should answer 200, or take the text for a customer's */
  function run(name: AttackName, openId: string, text = '攻击'): Promise<Result<HttpAnswer, WireProblem>> {
    const kit = kitFor(openId, text);
    return name === 'replayed' ? replay(kit, kitFor(openId, text)) : post(forgeries[name](kit));
  }

  return { names: attackNames, run };
}

export type Attacks = ReturnType<typeof createAttacks>;

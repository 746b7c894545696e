import { isUtf8 } from 'node:buffer';
import { err, ok, type Result } from '../lib/result.ts';
import type { Cipher } from './cipher.ts';
import { textOf } from './fields.ts';
import { leaf } from './leaf.ts';
import { isSignedBy, sign } from './signature.ts';
import { parseXml } from './xml.ts';

/** How the account's pushes come, as its console says: encrypted, encrypted beside plain text, or plain. */
export type Mode = 'safe' | 'compat' | 'plain';

/** A parsed query string: a key given twice is an array, and refused. */
export type Query = Readonly<Record<string, string | readonly string[] | undefined>>;

export type Sealing = {
  readonly mode: Mode;
  /** the current one, then, while it is being replaced, the previous one */
  readonly tokens: readonly [string, ...string[]];
  readonly cipher: Cipher;
};

export type OpenedPush = {
  readonly xml: string;
  readonly signedAt: Date;
  readonly nonce: string;
  /** positions of the token and the AES key that WeChat used: the answer must be sealed with the same */
  readonly tokenIndex: number;
  readonly keyIndex: number;
};

type Signed = Pick<OpenedPush, 'nonce' | 'tokenIndex'> & { readonly timestamp: string };

const windowMs = 300_000;
const timestampShape = /^\d{1,11}$/;
const nonceShape = /^[\x21-\x7e]{1,128}$/;

/**
 * WeChat's check that the address is ours, asked when it is entered in the console.
 *
 * The time is not looked at: nothing is done on it, and the echo tells nothing. Answer it as `text/plain`, never sniffed:
 * the signature does not cover the echo.
 *
 * @returns the `echostr` to answer with
 */
export function verifyEcho(query: Query, tokens: Sealing['tokens']): Result<string, 'refused'> {
  const echo = query.echostr;
  const signed = checkSignature(query, tokens);
  return signed === undefined || typeof echo !== 'string' ? err('refused') : ok(echo);
}

/**
 * The XML of a push that WeChat has signed for this account within the last (or next) five minutes.
 *
 * The mode is the account's, not the push's: in safe and compat mode only what is encrypted counts, because the plain
 * signature does not cover the body, and one signed address would sign any.
 *
 * @param body the whole HTTP body, at most as long as the server lets in
 * @returns one refusal for every fault, so that nothing can be learnt from it
 */
export function openPush(
  { query, body }: { readonly query: Query; readonly body: Buffer },
  { mode, tokens, cipher }: Sealing,
  now: Date,
): Result<OpenedPush, 'refused'> {
  if (!isFresh(query.timestamp, now) || !isUtf8(body)) return err('refused');
  const text = body.toString('utf8');
  const opened = mode === 'plain' ? openPlain(query, text, tokens) : openSealed(query, text, { tokens, cipher });
  if (opened === undefined) return err('refused');
  const { xml, timestamp, nonce, tokenIndex, keyIndex } = opened;
  return ok({ xml, signedAt: new Date(Number(timestamp) * 1000), nonce, tokenIndex, keyIndex });
}

/**
 * What goes on the wire for an answer: in safe and compat mode its encrypted envelope.
 *
 * `success` and the empty answer stay as they are in every mode.
 *
 * @param opened the push that is answered: its nonce is repeated, its token and key are used
 */
export function sealReply(
  answer: string,
  opened: Pick<OpenedPush, 'nonce' | 'tokenIndex' | 'keyIndex'>,
  { mode, tokens, cipher, now }: Sealing & { readonly now: Date },
): string {
  if (mode === 'plain' || answer === 'success' || answer === '') return answer;
  const token = tokens[opened.tokenIndex];
  if (token === undefined) throw new Error(`No token at position ${opened.tokenIndex}`);
  const timestamp = String(Math.floor(now.getTime() / 1000));
  const encrypt = cipher.encrypt(answer, opened.keyIndex);
  const signature = sign([token, timestamp, opened.nonce, encrypt]);
  return [
    '<xml>',
    `<Encrypt><![CDATA[${encrypt}]]></Encrypt>`,
    `<MsgSignature><![CDATA[${signature}]]></MsgSignature>`,
    `<TimeStamp>${timestamp}</TimeStamp>`,
    leaf('Nonce', opened.nonce),
    '</xml>',
  ].join('');
}

type Opened = Signed & Pick<OpenedPush, 'xml' | 'keyIndex'>;

function openPlain(query: Query, xml: string, tokens: Sealing['tokens']): Opened | undefined {
  const signed = checkSignature(query, tokens);
  return signed && { xml, keyIndex: 0, ...signed };
}

function openSealed(query: Query, text: string, keys: Pick<Sealing, 'tokens' | 'cipher'>): Opened | undefined {
  if ((query.encrypt_type ?? 'aes') !== 'aes' || typeof query.msg_signature !== 'string') return undefined;
  const envelope = parseXml(text);
  const encrypt = envelope.ok ? textOf(envelope.value, 'Encrypt') : '';
  if (encrypt === '') return undefined;
  const signed = checkSignature(query, keys.tokens, encrypt);
  if (signed === undefined) return undefined;
  const deciphered = keys.cipher.decrypt(encrypt);
  if (!deciphered.ok) return undefined;
  return { xml: deciphered.value.text, keyIndex: deciphered.value.keyIndex, ...signed };
}

/** @param encrypt the ciphertext, which `msg_signature` covers and `signature` does not */
function checkSignature(query: Query, tokens: Sealing['tokens'], encrypt?: string): Signed | undefined {
  const { timestamp, nonce } = query;
  const given = encrypt === undefined ? query.signature : query.msg_signature;
  if (typeof timestamp !== 'string' || typeof nonce !== 'string' || typeof given !== 'string') return undefined;
  if (!timestampShape.test(timestamp) || !nonceShape.test(nonce)) return undefined;
  const covered = encrypt === undefined ? [timestamp, nonce] : [timestamp, nonce, encrypt];
  const tokenIndex = tokens.findIndex((token) => isSignedBy([token, ...covered], given));
  return tokenIndex === -1 ? undefined : { timestamp, nonce, tokenIndex };
}

function isFresh(timestamp: Query[string], now: Date): boolean {
  if (typeof timestamp !== 'string' || !timestampShape.test(timestamp)) return false;
  return Math.abs(now.getTime() - Number(timestamp) * 1000) <= windowMs;
}

import { randomInt } from 'node:crypto';
import { assertNever } from '../../lib/assert-never.ts';
import { err, ok, type Result } from '../../lib/result.ts';
import type { Account, Mode } from '../account.ts';
import { decrypt, encrypt, type CipherProblem } from './cipher.ts';
import { sign } from './signature.ts';
import { readXml, textAt, writeXml, type XmlFields } from './xml.ts';

/** A push as it goes over the wire. */
export type Sealed = { readonly query: URLSearchParams; readonly body: string };

/**
 * Signs a push, and encrypts it as the mode says.
 *
 * @param at the moment of sending: each delivery is signed anew, its content stays the same
 */
export function seal(fields: XmlFields, at: Date, { account, mode }: { account: Account; mode: Mode }): Sealed {
  const timestamp = String(Math.floor(at.getTime() / 1000));
  const nonce = String(randomInt(1e8, 1e10));
  const query = new URLSearchParams({ signature: sign(account.token, timestamp, nonce), timestamp, nonce });
  if (typeof fields.FromUserName === 'string') query.set('openid', fields.FromUserName);
  if (mode === 'plain') return { query, body: writeXml(fields) };

  const cipher = encrypt(writeXml(fields), account);
  query.set('encrypt_type', 'aes');
  query.set('msg_signature', sign(account.token, timestamp, nonce, cipher));
  return { query, body: writeXml(visibleFields(fields, cipher, mode)) };
}

function visibleFields(fields: XmlFields, cipher: string, mode: 'safe' | 'compat'): XmlFields {
  switch (mode) {
    case 'safe':
      return { ToUserName: fields.ToUserName ?? '', Encrypt: cipher };
    case 'compat':
      return { ...fields, Encrypt: cipher };
    default:
      return assertNever(mode);
  }
}

export type EnvelopeProblem =
  CipherProblem | 'not_xml' | 'not_encrypted' | 'unexpected_cipher' | 'bad_signature' | 'wrong_appid';

/** The plain XML of an answer, after the checks that WeChat makes in this mode. */
export function unseal(
  body: string,
  { account, mode }: { account: Account; mode: Mode },
): Result<string, EnvelopeProblem> {
  const tree = readXml(body);
  if (!tree.ok) return tree;
  const cipher = textAt(tree.value, 'Encrypt');
  if (cipher === '') return mode === 'safe' ? err('not_encrypted') : ok(body);
  if (mode === 'plain') return err('unexpected_cipher');

  const [timestamp, nonce] = [textAt(tree.value, 'TimeStamp'), textAt(tree.value, 'Nonce')];
  if (textAt(tree.value, 'MsgSignature') !== sign(account.token, timestamp, nonce, cipher)) return err('bad_signature');
  const opened = decrypt(cipher, account.aesKey);
  if (!opened.ok) return opened;
  return opened.value.appId === account.appId ? ok(opened.value.text) : err('wrong_appid');
}

import type { PlainText } from '../lib/plain-text.ts';
import type { Finding } from './finding.ts';

/** 32 bytes in hex: a private key and a transaction's hash look the same, so that the words before it decide. */
const hex32 = /(?<![0-9A-Za-z])(?:0[xX])?[0-9A-Fa-f](?:[ \n-]?[0-9A-Fa-f]){63}(?![0-9A-Za-z])/g;
/** Bitcoin's wallet import format, extended private keys (BIP-32): their first letters say what they are. */
const selfEvident =
  /(?<![1-9A-HJ-NP-Za-km-z])(?:5[HJK][1-9A-HJ-NP-Za-km-z]{49}|[KL][1-9A-HJ-NP-Za-km-z]{51}|[xyz]prv[1-9A-HJ-NP-Za-km-z]{107})(?![1-9A-HJ-NP-Za-km-z])/g;
/** 64 bytes in base58: a Solana key or a Solana transaction. */
const base58Long = /(?<![1-9A-HJ-NP-Za-km-z])[1-9A-HJ-NP-Za-km-z]{87,88}(?![1-9A-HJ-NP-Za-km-z])/g;
const otherChains = /(?<![a-z0-9])(?:nsec1[a-z0-9]{58}|suiprivkey1[a-z0-9]{50,70})(?![a-z0-9])/g;
/** A key as a list of its bytes, as Solana's tools write it. */
const bytes = /\[ ?\d{1,3}(?: ?, ?\d{1,3}){31,63} ?\]/g;
const pem =
  /-----BEGIN [A-Z ]{0,20}PRIVATE KEY-----[\sA-Za-z0-9+/=]{0,4000}(?:-----END [A-Z ]{0,20}PRIVATE KEY-----)?/g;

const namesKey =
  /私钥|密钥|秘钥|私匙|priv(?:ate)?[ _-]?key|secret(?:[ _-]?key)?|\b[sp]k\b|(?<!public )\bkey\b|导入|导出/gi;
const namesHash = /哈希|hash|tx ?id|交易|转账|流水|区块|订单|地址|公钥|public ?key|\btx\b|链上|到账|充值|提币/gi;

/** Private keys; addresses and transaction hashes are no secret and stay. */
export function findPrivateKeys(plain: PlainText): Finding[] {
  const text = plain.text;
  if (text.length < 50) return [];
  const named = [...text.matchAll(hex32), ...text.matchAll(base58Long), ...text.matchAll(bytes)].filter((match) =>
    isNamedKey(text, match),
  );
  return [...text.matchAll(pem), ...text.matchAll(selfEvident), ...text.matchAll(otherChains), ...named].map(
    (match) => ({
      type: 'private_key',
      start: match.index,
      end: match.index + match[0].length,
    }),
  );
}

/** The nearest word before decides; where none stands before, one that follows closely. */
function isNamedKey(text: string, match: RegExpExecArray): boolean {
  const before = text.slice(Math.max(0, match.index - 60), match.index);
  const key = lastIndexOf(before, namesKey);
  const hash = lastIndexOf(before, namesHash);
  if (key >= 0 || hash >= 0) return key > hash;
  const end = match.index + match[0].length;
  return text.slice(end, end + 20).search(namesKey) >= 0;
}

function lastIndexOf(text: string, pattern: RegExp): number {
  return [...text.matchAll(pattern)].at(-1)?.index ?? -1;
}

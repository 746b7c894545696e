import { toPlainText } from '../lib/plain-text.ts';
import type { PlainText } from '../lib/plain-text.ts';
import type { Redacted, Secret, SecretType } from '../domain/safety.ts';
import type { Detector, Finding } from './finding.ts';
import { findGluedNumbers } from './glued-numbers.ts';
import { findPrivateKeys } from './keys.ts';
import { findEmails } from './mail.ts';
import { findPapers } from './papers.ts';
import { findPersonalNumbers } from './personal-numbers.ts';
import { findSeedPhrases } from './seed-phrases.ts';
import { findSpokenCodes } from './spoken-codes.ts';
import { findSpokenPasswords } from './spoken-passwords.ts';
import { findToldCodes } from './told-codes.ts';
import { findToldInParts } from './told-in-parts.ts';
import { findWordedPasswords } from './worded-passwords.ts';

/** In this order: where two read the same characters, the earlier is right. */
const detectors: readonly Detector[] = [
  findPrivateKeys,
  findSeedPhrases,
  findSpokenPasswords,
  findWordedPasswords,
  findPersonalNumbers,
  findGluedNumbers,
  findToldInParts,
  findEmails,
  findPapers,
  findSpokenCodes,
  findToldCodes,
];

export type Redactor = (text: string) => Redacted;

/**
 * Finds what must not be stored and puts a mark in its place, `[验证码]` or `[银行卡 尾号0128]`.
 *
 * The offsets of the findings are those of the text as given (UTF-16), in order, without overlap. Redacting a masked
 * text again finds nothing. `isOfficial` says which telephone numbers and addresses are the wallet's own: they stay.
 */
export function createRedactor({
  isOfficial = () => false,
}: { isOfficial?: (shown: string) => boolean } = {}): Redactor {
  return function redact(text) {
    const plain = toPlainText(text);
    const found = detect(plain).filter(({ start, end }) => !isOfficial(plain.text.slice(start, end)));
    if (found.length === 0) return { masked: text, findings: [] };
    return mask(text, plain, found);
  };
}

function detect(plain: PlainText): Finding[] {
  const taken: Finding[] = [];
  for (const detector of detectors) {
    for (const finding of detector(plain)) {
      if (!taken.some((other) => finding.start < other.end && other.start < finding.end)) taken.push(finding);
    }
  }
  return taken.sort((a, b) => a.start - b.start);
}

function mask(text: string, plain: PlainText, found: readonly Finding[]): Redacted {
  const findings: Secret[] = [];
  let masked = '';
  let done = 0;
  for (const finding of found) {
    const start = plain.origin(finding.start);
    const end = plain.origin(finding.end);
    masked += text.slice(done, start) + mark(finding);
    findings.push({ type: finding.type, start, end });
    done = end;
  }
  return { masked: masked + text.slice(done), findings };
}

/** What stands for a secret in the text that is stored; `kept` is what an agent may need of it. */
const marks: Readonly<Record<SecretType, string>> = {
  bank_card: '银行卡',
  id_card: '身份证号',
  phone: '手机号',
  email: '邮箱',
  passport: '证件号',
  code: '验证码',
  password: '密码',
  cvv: '安全码',
  seed_phrase: '助记词',
  private_key: '私钥',
};

function mark({ type, kept }: Finding): string {
  if (kept === undefined) return `[${marks[type]}]`;
  return type === 'bank_card' ? `[${marks[type]} 尾号${kept}]` : `[${marks[type]} ${kept}]`;
}

import { toPlainText } from '../lib/plain-text.ts';
import type { Wish } from '../domain/identity.ts';

/** 验证 and six digits, however grouped; with 码 it would be a code that somebody else sent. */
const code = /^(?:验证|核实|核验)(?!码)[ :,。是]{0,3}((?:\d[ -]?){5}\d)[ 。.!]?$/;
const employee = /^(?:验真|核实工号|验证工号)[ :,]{0,3}(?:工号)?[ :]{0,2}([A-Za-z0-9-]{2,16})[ 。.!]?$/;
const word =
  /^(?:我|请|麻烦|帮我|想|要|需要|跟[他她]|和[他她]|让(?:他|她|对方)|,)*(?:对(?:一下|个|下)?暗号|[说报](?:出|一下|个)?暗号|核实词|验证词|暗号|给我(?:一个|个)?(?:核实词|暗号)|要(?:一个|个)?(?:核实词|暗号)|取核实词)(?:一下|吧)?[ 。.!?]?$/;

/** The six digits of 「验证 483 920」; undefined for any other text. */
export function challengeCodeIn(text: string): string | undefined {
  return code.exec(toPlainText(text).digits.trim())?.[1]?.replace(/\D/g, '');
}

/** The employee number of 「验真 1001」, as typed. */
export function employeeNumberIn(text: string): string | undefined {
  return employee.exec(toPlainText(text).text.trim())?.[1];
}

/** Whether the customer wants a word that a caller must be able to say. */
export function asksForWord(text: string): boolean {
  return word.test(toPlainText(text).text.trim());
}

/** Longer texts are no wish: most messages end here. */
const longest = 40;

/** What a text wants proved; read from the raw text, for a code is masked. */
export function wishIn(text: string): Wish | undefined {
  if (text.length > longest) return undefined;
  const employeeNumber = employeeNumberIn(text);
  if (employeeNumber !== undefined) return { kind: 'agent', employeeNumber };
  const found = challengeCodeIn(text);
  if (found !== undefined) return { kind: 'code', code: found };
  return asksForWord(text) ? { kind: 'word' } : undefined;
}

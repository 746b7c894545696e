import { err, ok, type Result } from '../../lib/result.ts';
import type { Account, Mode } from '../account.ts';
import { unseal, type EnvelopeProblem } from './envelope.ts';
import { readReply, type Asked, type Reply, type ReplyProblem } from './passive-reply.ts';
import { readXml } from './xml.ts';

export type AnswerProblem = EnvelopeProblem | ReplyProblem;
export type Answer = { readonly reply: Reply | undefined; /** the decrypted answer */ readonly xml: string };

/**
 * What WeChat makes of the body of a 200: nothing to show (`success` or empty), a reply, or a fault.
 * In every mode `success` and the empty body stay unencrypted.
 */
export function judge(
  body: string,
  asked: Asked,
  wire: { account: Account; mode: Mode },
): Result<Answer, AnswerProblem> {
  if (body === '' || body === 'success') return ok({ reply: undefined, xml: body });
  const plain = unseal(body, wire);
  if (!plain.ok) return plain;
  const tree = readXml(plain.value);
  if (!tree.ok) return err('not_xml');
  const reply = readReply(tree.value, asked);
  return reply.ok ? ok({ reply: reply.value, xml: plain.value }) : reply;
}

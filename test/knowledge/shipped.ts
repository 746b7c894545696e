import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parse } from 'yaml';
import type { Registry } from '../../src/domain/registry.ts';
import { gatherFacts } from '../../src/knowledge/facts.ts';
import { parseHours } from '../../src/knowledge/hours.ts';
import { loadKnowledge } from '../../src/knowledge/load.ts';
import type { Knowledge } from '../../src/knowledge/load.ts';
import { parseWalletFacts } from '../../src/knowledge/wallet-facts.ts';
import type { Facts } from '../../src/lib/fill.ts';
import type { Result } from '../../src/lib/result.ts';

export const configDir = path.resolve(import.meta.dirname, '../../config');

/** Channels as long as real ones, so that texts are measured at their true size. */
export const sampleRegistry: Registry = {
  certification: { company: '示例支付科技有限公司', wechatSubject: '', licence: '', lookUp: '' },
  channels: [
    { kind: 'website', value: 'wallet.example', name: '官网', sample: true },
    { kind: 'phone', value: '400-000-0000', name: '客服热线', sample: true },
    { kind: 'email', value: 'help@wallet.example', name: '客服邮箱', sample: true },
    { kind: 'social', value: 'wallet-sample', name: '微博', purpose: '公告', sample: true },
  ],
};

export function valueOf<T>(result: Result<T, unknown>): T {
  if (!result.ok) throw new Error(JSON.stringify(result.error, null, 2));
  return result.value;
}

export async function shippedFacts(): Promise<Facts> {
  const read = (name: string): Promise<string> => readFile(path.join(configDir, name), 'utf8');
  const wallet = valueOf(parseWalletFacts(await read('wallet.yaml')));
  const hours = valueOf(parseHours(await read('hours.yaml')));
  return gatherFacts({ wallet, hours, registry: sampleRegistry });
}

export async function shippedKnowledge(others: Facts = {}): Promise<Knowledge> {
  return valueOf(await loadKnowledge(path.join(configDir, 'knowledge'), { ...(await shippedFacts()), ...others }));
}

export type CorpusRow = { readonly text: string; readonly intent: string | readonly string[] };

/** What customers may write, with what they want. */
export function corpusRows(): CorpusRow[] {
  return ['understanding.yaml', 'asked-otherwise.yaml'].flatMap(
    (name) => parse(readFileSync(path.join(import.meta.dirname, 'corpus', name), 'utf8')) as CorpusRow[],
  );
}

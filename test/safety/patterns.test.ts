import { readdirSync, readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { checkSync } from 'recheck';
import type { Diagnostics } from 'recheck';
import ts from 'typescript';
import { processorMs } from '../support/processor-time.ts';

const folders = ['src/safety', 'src/identity', 'src/lib', 'src/knowledge/rules', 'src/dialogue', 'src/pipeline'];
const files = folders.flatMap((folder) => readdirSync(folder).map((name) => `${folder}/${name}`));

type Pattern = { source: string; flags: string };

/** Patterns written as such, and those put together from parts: the latter are caught as they are built. */
async function patterns(): Promise<Pattern[]> {
  const found: Pattern[] = [];
  const original = globalThis.RegExp;
  globalThis.RegExp = new Proxy(original, {
    construct(target, [given, asked]: [string | RegExp, string?]) {
      const { source, flags } = typeof given === 'string' ? { source: given, flags: asked ?? '' } : given;
      const builder = new Error().stack?.split('\n')[2] ?? '';
      if (folders.some((folder) => builder.includes(`/${folder}/`))) found.push({ source, flags });
      return new target(source, asked ?? flags);
    },
  });
  for (const file of files) await import(`../../${file}`);
  globalThis.RegExp = original;
  return [...found, ...files.flatMap(literalsIn)];
}

function literalsIn(file: string): Pattern[] {
  const found: Pattern[] = [];
  function visit(node: ts.Node): void {
    if (ts.isRegularExpressionLiteral(node)) {
      const end = node.text.lastIndexOf('/');
      found.push({ source: node.text.slice(1, end), flags: node.text.slice(end + 1) });
    }
    ts.forEachChild(node, visit);
  }
  visit(ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.ES2023));
  return found;
}

/** Milliseconds a pattern: what has not been proven slow by then is left to the hostile texts below. */
const limits = { timeout: 1000, attackTimeout: 500, incubationTimeout: 500 };

/** Fuzzing guesses from how far it came in its time: what it holds to be slow has to show it. */
function isSlow({ source, flags }: Pattern): boolean {
  const found: Diagnostics = checkSync(source, flags.replace(/[gy]/g, ''), limits);
  if (found.status !== 'vulnerable') return false;
  const { complexity, attack } = found;
  if (complexity.type !== 'exponential' && complexity.degree <= 2) return false;
  return !complexity.isFuzz || processorMs(() => new RegExp(source, flags).test(attack.string.slice(0, 512))) > 50;
}

describe('the patterns that customers’ texts meet', () => {
  it('take no more than quadratic time in the length of a text, whatever it holds', async () => {
    const all = await patterns();
    const slow = all.filter(isSlow);

    expect(all.length).toBeGreaterThan(500);
    expect(slow).toEqual([]);
  }, 300_000);
});

describe('texts made to be slow', () => {
  let readers: readonly ((text: string) => unknown)[];
  let asksCertification: (text: string) => boolean;
  // Not before the patterns were caught as these modules build them.
  beforeAll(async () => {
    const { createRegistryLookup } = await import('../../src/identity/registry.ts');
    const { createOutgoingCheck } = await import('../../src/safety/outgoing-check.ts');
    const { createRedactor } = await import('../../src/safety/redact.ts');
    const { createScamSigns } = await import('../../src/safety/scam-signs.ts');
    const { shippedRegistry, shippedTricks } = await import('./corpus.ts');
    const registry = createRegistryLookup(shippedRegistry);
    readers = [createRedactor(), registry.findIn, createScamSigns(shippedTricks), createOutgoingCheck(registry)];
    ({ asksCertification } = await import('../../src/identity/whose.ts'));
  });
  const parts =
    'a 1 a. 1. 1- .. a- 密码 密码是 验证码, 码1 @ a@ a@a. 微信 微信: qq是 http:// https点 点 dot 。a 0x 0x1 助 a, [1, 下载「 请发 一个 转 安全账户 5K xn-- 扫 +86 \u200b ①'.split(
      ' ',
    );

  it.each([...parts, 'w w .', 'abandon ', '1 ', '一 ', ' '])('are read in time: 「%s」 over and over', (part) => {
    const text = part.repeat(Math.ceil(2048 / part.length));
    const taken = processorMs(() => {
      for (const read of readers) read(text);
    });

    expect(taken).toBeLessThan(1000);
  });

  it.each(['该不会', '不会该', '会不会', '真的', '是不是', '到底', '请问', '搞个', '一群', '一个'])(
    'are read in time where they ask who we are, and 「%s」 over and over',
    (part) => {
      // Of a pattern that takes twice as long for each more, so many are enough.
      const texts = ['您', '你们', '请问这里'].map((whom) => `${whom}${part.repeat(27)}您`);
      const taken = processorMs(() => {
        for (const text of texts) asksCertification(text);
      });

      expect(taken).toBeLessThan(200);
    },
  );
});

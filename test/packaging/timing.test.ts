import { describe, expect, it } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

const root = path.join(import.meta.dirname, '..', '..', 'src');
const secretName = /(signature|csrf|hmac|digest|password|secret|otp|recovery|challengeCode|token)$/i;

/**
 * Comparisons that a stranger could time, by file and text. Each stands here with why it is none: WeChat's access token is
 * compared with the one that is held, and no stranger brings either.
 */
const allowed: readonly string[] = [
  'wechat/token.ts: held?.accessToken !== accessToken',
  'wechat/token.ts: accessToken !== rejected',
  'wechat/token.ts: fresh.value.accessToken === rejected',
  'wechat/token.ts: stored?.accessToken !== expected',
];

const operators = new Set([
  ts.SyntaxKind.EqualsEqualsToken,
  ts.SyntaxKind.EqualsEqualsEqualsToken,
  ts.SyntaxKind.ExclamationEqualsToken,
  ts.SyntaxKind.ExclamationEqualsEqualsToken,
]);
const searches = new Set(['includes', 'startsWith', 'endsWith', 'indexOf', 'localeCompare']);

/** The name that a value goes by: of a variable, or the last part of a way to it. */
function nameOf(node: ts.Expression): string {
  if (ts.isIdentifier(node)) return node.text;
  return ts.isPropertyAccessExpression(node) ? node.name.text : '';
}

/** What tells nothing about a secret's content: whether there is one, or what it is compared with is no secret. */
function isHarmless(node: ts.Expression): boolean {
  return (
    ts.isLiteralExpression(node) ||
    node.kind === ts.SyntaxKind.NullKeyword ||
    nameOf(node) === 'undefined' ||
    nameOf(node) === 'length' ||
    ts.isTypeOfExpression(node)
  );
}

function comparisonsIn(source: ts.SourceFile): string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isBinaryExpression(node) && operators.has(node.operatorToken.kind)) {
      const sides = [node.left, node.right];
      if (sides.some((side) => secretName.test(nameOf(side))) && !sides.some(isHarmless))
        found.push(node.getText(source));
    }
    if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression)) {
      const { expression: searched, name } = node.expression;
      const compared = [searched, ...node.arguments];
      const isSecret = compared.some((one) => secretName.test(nameOf(one)));
      if (searches.has(name.text) && isSecret && !node.arguments.some(isHarmless)) found.push(node.getText(source));
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function timedComparisons(text: string, file: string): string[] {
  return comparisonsIn(ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true)).map((one) => `${file}: ${one}`);
}

/** The simulator plays WeChat, with secrets that it has made up itself. */
const isOurs = (file: string): boolean => file.endsWith('.ts') && !file.startsWith('simulator');

describe('a secret that a stranger brings', () => {
  it('is compared nowhere by a comparison that stops at the first difference', () => {
    const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter(isOurs);
    const found = files.flatMap((file) => timedComparisons(readFileSync(path.join(root, file), 'utf8'), file));

    expect(found.filter((one) => !allowed.includes(one))).toEqual([]);
    expect(files.length).toBeGreaterThan(200);
  });

  it.each([
    'signature === expected',
    'query.signature == sign(x)',
    'tokens.token !== given.token',
    'all.includes(token)',
  ])('would be found here: %s', (text) => {
    expect(timedComparisons(text, 'x.ts')).toHaveLength(1);
  });
});

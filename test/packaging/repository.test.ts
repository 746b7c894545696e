import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { root, trackedFiles } from './repository.ts';

/** What ties a clone to one machine. Each pattern is spelled so that this file doesn't hold what it looks for. */
const ties: readonly RegExp[] = [
  /(?<![\w.$}/-])\/(work|root|home\/\w+|Users\/\w+|var\/tmp)\//,
  /\.\.\/shared\b/,
  /\bregistry\.(npm|yarn)|\bnpm(mirror|js)\.(com|org)/,
  /-----BEGIN [A-Z ]*PRIVATE KEY-----\n/,
];

/** The one door to a server that a clone does not bring along. */
const allowed = new Map([['.ci/run', /\$\{MONGO_UP:-[^}]+\}/]]);

describe('a clone', () => {
  it('names no machine, no registry and holds no key', () => {
    const found = trackedFiles().flatMap((file) => {
      const text = readFileSync(path.join(root, file), 'utf8').replace(allowed.get(file) ?? /(?!)/, '');
      return ties.filter((tie) => tie.test(text)).map((tie) => `${file}: ${String(tie.exec(text)?.[0])}`);
    });

    expect(found).toEqual([]);
  });

  it('resolves packages wherever npm is told to: the lock file has no addresses', () => {
    const lock = readFileSync(path.join(root, 'package-lock.json'), 'utf8');

    expect(lock).not.toMatch(/"resolved":/);
  });

  it('has no secret in a file of settings', () => {
    expect(trackedFiles().filter((file) => /(^|\/)\.env($|\.(?!example$))/.test(file))).toEqual([]);
  });
});

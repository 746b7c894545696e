import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { root } from './repository.ts';

let clone: string;

/** A clone with the script alone, where npm and apt-get are stand-ins that say what they are told to. */
beforeEach(() => {
  clone = mkdtempSync(path.join(tmpdir(), 'ci-'));
  mkdirSync(path.join(clone, 'bin'));
  cpSync(path.join(root, '.ci'), path.join(clone, '.ci'), { recursive: true });
  program('up', 'echo MONGODB_URI=mongodb://127.0.0.1:27017/');
  program('down', 'true');
  program('apt-get', 'true');
});
afterEach(() => rmSync(clone, { recursive: true, force: true }));

function program(name: string, script: string): void {
  const file = path.join(clone, 'bin', name);
  writeFileSync(file, `#!/bin/bash\n${script}\n`);
  chmodSync(file, 0o755);
}

/** @param steps what `npm <step>` does, in shell; `npm ci` succeeds unless told otherwise */
function run(steps: Readonly<Record<string, string>>): { code: number | null; last: string | undefined } {
  const cases = Object.entries({ ci: 'true', ...steps }).map(([step, script]) => `"${step}") ${script};;`);
  program('npm', `case "$*" in\n${cases.join('\n')}\n*) exit 9;;\nesac`);
  const { status, stdout } = spawnSync('bash', ['.ci/run'], {
    cwd: clone,
    encoding: 'utf8',
    env: {
      ...process.env,
      PATH: `${path.join(clone, 'bin')}:${process.env.PATH ?? ''}`,
      MONGO_UP: path.join(clone, 'bin', 'up'),
      MONGO_DOWN: path.join(clone, 'bin', 'down'),
    },
  });
  return { code: status, last: stdout.trimEnd().split('\n').at(-1) };
}

const says = (line: string, code = 0) => `echo "Test Suites: 1 total"; echo "Tests:       ${line}"; exit ${code}`;
const allPass = {
  'run check': says('7 passed, 7 total'),
  'run test:mongodb': says('3 passed, 3 total'),
  'run test:browser': says('2 passed, 2 total'),
  'run test:faults': says('1 passed, 1 total'),
};

describe('the whole proof', () => {
  it('ends with the sum over all suites', () => {
    expect(run(allPass)).toEqual({ code: 0, last: '13 passed, 0 failed' });
  });

  it('hands the address of the MongoDB-compatible server to its suite and to no other', () => {
    const wants = (step: keyof typeof allPass, address: string) =>
      `if [ "\${MONGODB_URI:-none}" = "${address}" ]; then ${allPass[step]}; fi; exit 1`;

    expect(
      run({
        'run check': wants('run check', 'none'),
        'run test:mongodb': wants('run test:mongodb', 'mongodb://127.0.0.1:27017/'),
        'run test:browser': wants('run test:browser', 'none'),
        'run test:faults': wants('run test:faults', 'none'),
      }),
    ).toEqual({ code: 0, last: '13 passed, 0 failed' });
  });

  it.each([
    ['a test fails', { 'run test:mongodb': says('1 failed, 2 passed, 3 total', 1) }, '12 passed, 1 failed'],
    ['a check before the tests fails', { 'run check': 'exit 2' }, '6 passed, 1 failed'],
    ['a suite has no test', { 'run test:browser': says('0 total') }, '11 passed, 1 failed'],
    ['a suite says nothing', { 'run test:browser': 'true' }, '11 passed, 1 failed'],
    ['a file can’t be loaded', { 'run test:browser': says('2 passed, 2 total', 1) }, '13 passed, 1 failed'],
    ['nothing can be installed', { ci: 'exit 1' }, '0 passed, 1 failed'],
  ])('fails when %s', (_what, broken, last) => {
    expect(run({ ...allPass, ...broken })).toEqual({ code: 1, last });
  });

  it('fails when the server doesn’t come up', () => {
    program('up', 'exit 1');
    const needsAddress = `if [ -n "\${MONGODB_URI:-}" ]; then ${allPass['run test:mongodb']}; fi; exit 1`;

    expect(run({ ...allPass, 'run test:mongodb': needsAddress })).toEqual({ code: 1, last: '10 passed, 1 failed' });
  });
});

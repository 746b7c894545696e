import { describe, expect, it } from '@jest/globals';
import { read } from './repository.ts';

type Locked = { version: string; integrity?: string; hasInstallScript?: boolean; dev?: boolean };

const { packages } = JSON.parse(read('package-lock.json')) as { packages: Record<string, Locked> };
const locked = Object.entries(packages).filter(([where]) => where !== '');
const nameOf = (where: string) => where.slice(where.lastIndexOf('node_modules/') + 'node_modules/'.length);

/** Packages whose own script may run at `npm ci`: each fetches or checks its prebuilt part, none compiles. */
const mayRunScripts = ['@parcel/watcher', '@swc/core', 'esbuild', 'lmdb', 'msgpackr-extract', 'unrs-resolver'];

describe('what is installed', () => {
  it('runs install scripts of named packages only', () => {
    const running = new Set(locked.filter(([, { hasInstallScript }]) => hasInstallScript).map(([at]) => nameOf(at)));

    expect([...running].sort()).toEqual(mayRunScripts);
  });

  it('lets npm ci build the product: no setting stops its own scripts', () => {
    expect(read('.npmrc')).not.toMatch(/ignore-scripts/);
    expect((JSON.parse(read('package.json')) as { scripts: Record<string, string> }).scripts.prepare).toBe(
      'npm run build',
    );
  });

  it('is known by its content, package by package', () => {
    const unknown = locked
      .filter(([, { integrity }]) => integrity?.startsWith('sha512-') !== true)
      .map(([where]) => where);

    expect(locked.length).toBeGreaterThan(100);
    expect(unknown).toEqual([]);
  });

  it('names every direct dependency by an exact version', () => {
    const { dependencies, devDependencies, overrides } = JSON.parse(read('package.json')) as Record<
      'dependencies' | 'devDependencies' | 'overrides',
      Record<string, string>
    >;
    const wanted = Object.entries({ ...dependencies, ...devDependencies, ...overrides });

    expect(wanted.filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([]);
  });

  // Below these are versions with published vulnerabilities that the product would be open to.
  it.each([
    ['mongoose', '9.12.1'],
    ['mongodb', '7.8.0'],
    ['fast-xml-parser', '5.12.1'],
  ])('has no %s older than %s, at any depth', (name, floor) => {
    const versions = locked.filter(([where]) => nameOf(where) === name).map(([, { version }]) => version);

    expect(versions).not.toEqual([]);
    expect(versions.filter((version) => isOlder(version, floor))).toEqual([]);
  });
});

function isOlder(version: string, floor: string): boolean {
  const [ours, least] = [version, floor].map((text) => text.split('.').map(Number));
  const at = ours?.findIndex((part, index) => part !== least?.[index]) ?? -1;
  return at >= 0 && (ours?.[at] ?? 0) < (least?.[at] ?? 0);
}

import { describe, expect, it } from '@jest/globals';
import { Environment } from '../../src/config-environment.ts';
import { read } from './repository.ts';

/** Names in the first column of the table under the heading. */
function tableUnder(heading: RegExp, file: string): { name: string; cells: string[] }[] {
  const section =
    read(file)
      .split(/^## /m)
      .find((part) => heading.test(part)) ?? '';
  return section
    .split('\n')
    .map((line) => line.split(/(?<!\\)\|/).map((cell) => cell.trim()))
    .flatMap(([, first, ...cells]) => {
      const name = /^`([A-Z_]+)`/.exec(first ?? '')?.[1];
      return name === undefined ? [] : [{ name, cells: [first ?? '', ...cells] }];
    });
}

const known = Object.keys(Environment.shape).sort();

describe.each([
  ['README.md', /^Settings\n/],
  ['README.zh-CN.md', /^设置\n/],
] as const)('the table of settings in %s', (file, heading) => {
  it('lists what the product reads, each once, and nothing else', () => {
    const listed = tableUnder(heading, file).map(({ name }) => name);

    expect([...listed].sort()).toEqual(known);
  });

  it('gives the defaults that the product has', () => {
    const defaults = Environment.parse({}) as Record<string, string | number | undefined>;
    const wrong = tableUnder(heading, file).filter(({ name, cells }) => {
      const value = defaults[name];
      return value !== undefined && !cells.slice(1).includes(`\`${String(value)}\``);
    });

    expect(wrong.map(({ name }) => name)).toEqual([]);
  });
});

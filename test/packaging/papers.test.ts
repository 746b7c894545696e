import { existsSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { read, root, trackedFiles } from './repository.ts';

const papers = trackedFiles().filter((file) => file.endsWith('.md'));
const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };

/** The commands of a paper, each once. */
function commandsOf(file: string): string[] {
  return [...new Set([...read(file).matchAll(/npm run ([\w:]+)/g)].map(([, name]) => name ?? ''))].sort();
}

describe.each(papers)('%s', (file) => {
  it('names only commands that there are', () => {
    expect(commandsOf(file).filter((name) => scripts[name] === undefined)).toEqual([]);
  });

  it('links to files that are there', () => {
    const linked = [...read(file).matchAll(/\]\((?!https?:|#)([^)#\s]+)/g)].map(([, target]) => target ?? '');

    expect(linked.filter((target) => !existsSync(path.join(root, path.dirname(file), target)))).toEqual([]);
  });

  it('names tests that there are', () => {
    const named = [...read(file).matchAll(/`(test\/[\w./-]+)`/g)].map(([, target]) => target ?? '');

    expect(named.filter((target) => !existsSync(path.join(root, target)))).toEqual([]);
  });
});

describe('the two languages of README', () => {
  const [english, chinese] = ['README.md', 'README.zh-CN.md'] as const;
  const headings = (file: string) => read(file).match(/^##? /gm);
  const examples = (file: string) => read(file).match(/^```\w*/gm);

  it('have the same parts and examples, and name the same commands', () => {
    expect(headings(chinese)).toEqual(headings(english));
    expect(examples(chinese)).toEqual(examples(english));
    expect(commandsOf(chinese)).toEqual(commandsOf(english));
  });
});

describe('package.json', () => {
  it('has commands of files that there are', () => {
    const sources = Object.values(scripts).flatMap((script) => {
      const [, built, source] = /^node dist\/(\S+)\.js$|^node --import tsx (\S+)$/.exec(script) ?? [];
      return built === undefined ? (source ?? []) : `src/${built}.ts`;
    });

    expect(sources.length).toBeGreaterThan(5);
    expect(sources.filter((file) => !existsSync(path.join(root, file)))).toEqual([]);
  });
});

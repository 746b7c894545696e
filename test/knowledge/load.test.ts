import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { loadKnowledge } from '../../src/knowledge/load.ts';

const theft = `
  - id: theft
    title: 账户被盗
    intent: theft
    priority: urgent
    questions: [钱包被盗了怎么办]
    answer: |
      请先冻结：
      {steps}
    steps: ['打开 {freezePath}', 报警]
`;
const facts = { freezePath: '安全中心' };

let dir: string;
beforeEach(async () => (dir = await mkdtemp(path.join(tmpdir(), 'knowledge-'))));
afterEach(() => rm(dir, { recursive: true }));

function write(name: string, content: string): Promise<void> {
  return writeFile(path.join(dir, name), content);
}

function topic(id: string, entries: string, order = 1): string {
  return `topic: { id: ${id}, title: 安全, order: ${order} }\nentries:${entries}`;
}

async function faultsOf(): Promise<{ file: string; at: string; problem: string }[]> {
  const loaded = await loadKnowledge(dir, facts);
  return loaded.ok ? [] : loaded.error.map((fault) => ({ ...fault, file: path.basename(fault.file) }));
}

describe('loading the knowledge base', () => {
  it('fills the wallet’s facts and the numbered steps into an answer', async () => {
    await write('a.yaml', topic('security', theft));

    const loaded = await loadKnowledge(dir, facts);

    expect(loaded.ok && loaded.value.byId.get('theft')).toMatchObject({
      topic: 'security',
      answer: '请先冻结：\n1. 打开安全中心\n2. 报警',
      steps: ['打开安全中心', '报警'],
    });
  });

  it('puts topics in their order, whatever their files are called', async () => {
    await write('a.yaml', topic('second', theft, 2));
    await write('b.yaml', topic('first', theft.replace('id: theft', 'id: freeze').replace('账户被盗', '冻结'), 1));

    const loaded = await loadKnowledge(dir, facts);

    expect(loaded.ok && loaded.value.topics.map(({ id }) => id)).toEqual(['first', 'second']);
    expect(loaded.ok && loaded.value.entries.map(({ id }) => id)).toEqual(['freeze', 'theft']);
  });

  it.each([
    ['a field that is missing', theft.replace('title: 账户被盗', ''), 'entries.theft.title'],
    ['a field that is misspelt', theft.replace('answer:', 'anwser:'), 'entries.theft.answer'],
    ['an intent that is not known', theft.replace('intent: theft', 'intent: robbery'), 'entries.theft.intent'],
    ['no way of asking', theft.replace('[钱包被盗了怎么办]', '[]'), 'entries.theft.questions'],
    ['a placeholder without a fact', theft.replace('{freezePath}', '{frezePath}'), 'theft.steps'],
    ['steps that the entry has not', theft.replace(/steps: \[.*/, ''), 'theft.answer'],
    ['a relation to nothing', theft + '    related: [nowhere]', 'theft.related'],
    ['a text over WeChat’s limit', theft.replace('请先冻结', '冻'.repeat(700)), 'theft.answer'],
  ])('names file, entry and field of %s', async (_, entries, at) => {
    await write('a.yaml', topic('security', entries));

    expect(await faultsOf()).toContainEqual({ file: 'a.yaml', at, problem: expect.any(String) });
  });

  it('names a title that two entries have: a tap on it could mean either', async () => {
    await write('a.yaml', topic('one', theft));
    await write('b.yaml', topic('two', theft.replace('id: theft', 'id: freeze')));

    expect((await faultsOf()).map(({ at }) => at)).toEqual(['freeze.title']);
  });

  it('names an entry that two files have', async () => {
    await write('a.yaml', topic('one', theft));
    await write('b.yaml', topic('two', theft));

    expect(await faultsOf()).toContainEqual({
      file: 'b.yaml',
      at: 'theft.id',
      problem: expect.stringContaining('a.yaml'),
    });
  });

  it('names a file that is not YAML', async () => {
    await write('a.yaml', 'topic: { id: security');

    expect(await faultsOf()).toContainEqual({ file: 'a.yaml', at: '', problem: expect.any(String) });
  });

  it('refuses an empty folder and one that is not there', async () => {
    expect(await faultsOf()).toHaveLength(1);
    expect(await loadKnowledge(path.join(dir, 'nowhere'), facts)).toMatchObject({ ok: false });
  });
});

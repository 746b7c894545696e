import { describe, expect, it } from '@jest/globals';
import type { WrittenEntry } from '../../src/domain/knowledge-desk.ts';
import type { ReadFile } from '../../src/knowledge/load.ts';
import { overlay } from '../../src/knowledge/overlay.ts';
import { valueOf } from './shipped.ts';

const written = (id: string, change: Partial<WrittenEntry> = {}): WrittenEntry => ({
  ...{ id, topic: 'money', title: `题目${id}`, intent: 'fees', priority: 'normal' },
  ...{ questions: [`问${id}`], answer: `答${id}`, related: [] },
  ...change,
});

function fileOf(topic: string, entries: readonly WrittenEntry[]): ReadFile {
  const inFile = entries.map(({ topic: _topic, ...entry }) => entry) as ReadFile['content']['entries'];
  return { file: `${topic}.yaml`, content: { topic: { id: topic, title: topic, order: 1 }, entries: inFile } };
}

const files = [
  fileOf('money', [written('a', { related: ['b'] }), written('b'), written('c')]),
  fileOf('safety', [written('d', { topic: 'safety' })]),
];
const answers = (edits: Parameters<typeof overlay>[1]) => {
  const { knowledge, left } = valueOf(overlay(files, edits, {}));
  return { shown: knowledge.entries.map(({ topic, answer }) => `${topic} ${answer}`), left };
};

describe('what the store has over the files', () => {
  it('stands where the files’ entry stood, a new one at the end of its topic', () => {
    const edits = [written('b', { answer: '新' }), written('e')].map((content) => ({ id: content.id, content }));

    expect(answers(edits).shown).toEqual(['money 答a', 'money 新', 'money 答c', 'money 答e', 'safety 答d']);
  });

  it('may move an entry to another topic', () => {
    expect(answers([{ id: 'a', content: written('a', { topic: 'safety' }) }]).shown).toEqual([
      ...['money 答b', 'money 答c', 'safety 答d', 'safety 答a'],
    ]);
  });

  it('takes an entry down, and out of what others are related to', () => {
    expect(answers([{ id: 'b', content: null }])).toEqual({
      shown: ['money 答a', 'money 答c', 'safety 答d'],
      left: [],
    });
  });

  it('is left out, alone, where the files no longer have what it needs', () => {
    const edits = [
      { id: 'a', content: written('a', { answer: '费用 {goneFact}' }) },
      { id: 'b', content: written('b', { answer: '新' }) },
      { id: 'x', content: written('x', { topic: 'gone' }) },
    ];

    expect(answers(edits)).toEqual({
      shown: ['money 答a', 'money 新', 'money 答c', 'safety 答d'],
      left: ['a', 'x'],
    });
  });
});

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createKnowledge } from '../../src/knowledge/live.ts';
import type { LiveKnowledge } from '../../src/knowledge/live.ts';
import type { Knowledge } from '../../src/knowledge/load.ts';

function topicFile(answer: string): string {
  return `topic: { id: t, title: 题 }\nentries:\n  - { id: e, title: 条, intent: fees, questions: [问], answer: ${answer} }\n`;
}

let dir: string;
let live: LiveKnowledge | undefined;
let warnings: string[];

beforeEach(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'knowledge-'));
  warnings = [];
  await edit(topicFile('旧'));
});
afterEach(async () => {
  await live?.close();
  await rm(dir, { recursive: true });
});

function edit(content: string, name = 'a.yaml'): Promise<void> {
  return writeFile(path.join(dir, name), content);
}

function watching(onChange?: (next: Knowledge) => void): LiveKnowledge {
  live = createKnowledge({
    dir,
    facts: {},
    ...(onChange && { onChange }),
    clock: () => new Date('2026-11-22T10:00:00Z'),
    logger: { info: () => undefined, warn: (_, message) => warnings.push(message) },
    quietMs: 20,
  });
  return live;
}

function answer(): string | undefined {
  return live?.current().byId.get('e')?.answer;
}

async function eventually(check: () => boolean): Promise<void> {
  for (let tries = 0; tries < 200 && !check(); tries += 1) await wait(10);
  expect(check()).toBe(true);
}

describe('the knowledge base while it is edited', () => {
  it('answers with an edit soon after it is saved', async () => {
    await watching().start();

    await edit(topicFile('新'));

    await eventually(() => answer() === '新');
  });

  it('takes in a new file', async () => {
    await watching().start();

    await edit(topicFile('二').replace('id: t', 'id: t2').replace('id: e', 'id: e2').replace('条', '另一条'), 'b.yaml');

    await eventually(() => live?.current().byId.has('e2') === true);
  });

  it.each([
    ['half-written', 'topic: { id: t, ti'],
    ['empty', ''],
    ['of the wrong shape', 'topic: 题'],
  ])('keeps the last good one when a file is %s, and says so', async (_, content) => {
    await watching().start();

    await edit(content);

    await eventually(() => warnings.length > 0);
    expect(answer()).toBe('旧');
  });

  it('keeps the last good one when what is built from it fails', async () => {
    await watching((next) => {
      if (next.byId.get('e')?.answer === '新') throw new Error('no matcher');
    }).start();

    await edit(topicFile('新'));

    await eventually(() => warnings.length > 0);
    expect(answer()).toBe('旧');
  });

  it('recovers when a bad file is put right', async () => {
    await watching().start();
    await edit('topic: [');
    await eventually(() => warnings.length > 0);

    await edit(topicFile('好'));

    await eventually(() => answer() === '好');
  });

  it('does not start on a folder with a fault', async () => {
    await edit('topic: [');

    expect(await watching().start()).toMatchObject({ ok: false });
    expect(() => live?.current()).toThrow();
  });
});

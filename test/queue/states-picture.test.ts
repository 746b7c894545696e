import { expect, it } from '@jest/globals';
import { readFile, writeFile } from 'node:fs/promises';
import { format } from 'prettier';
import { drawTransitions } from '../support/states-picture.ts';

const file = 'docs/queue.md';
const [begin, end] = ['<!-- states -->', '<!-- /states -->'];

it('draws the states in the docs as the table of transitions has them', async () => {
  const text = await readFile(file, 'utf8');
  const [before = '', rest = ''] = text.split(begin);
  const [, after = ''] = rest.split(end);
  const drawn = `${before}${begin}\n\n${drawTransitions()}\n\n${end}${after}`;
  const made = await format(drawn, { parser: 'markdown', printWidth: 120 });
  if (process.env.UPDATE_DOCS === '1') await writeFile(file, made);

  expect(await readFile(file, 'utf8')).toBe(made);
});

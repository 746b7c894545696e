import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parse, stringify } from 'yaml';

type TopicFile = { readonly topic: object; readonly entries: readonly { readonly questions: readonly string[] }[] };

const shipped = path.join(import.meta.dirname, '..', '..', 'config');
const mostQuestions = 5;

/** The shipped configuration with a few phrasings an entry: learned in a moment, as often as a test likes. */
export async function smallConfig() {
  const dir = await mkdtemp(path.join(tmpdir(), 'config-'));
  await cp(shipped, dir, { recursive: true });
  const folder = path.join(dir, 'knowledge');
  for (const name of (await readdir(folder)).filter((file) => file.endsWith('.yaml'))) {
    const { topic, entries } = parse(await readFile(path.join(folder, name), 'utf8')) as TopicFile;
    const fewer = entries.map((entry) => ({ ...entry, questions: entry.questions.slice(0, mostQuestions) }));
    await writeFile(path.join(folder, name), stringify({ topic, entries: fewer }));
  }
  return { dir, remove: () => rm(dir, { recursive: true, force: true }) };
}

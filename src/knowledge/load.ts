import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Entry, Topic } from '../domain/knowledge.ts';
import type { WrittenEntry } from '../domain/knowledge-desk.ts';
import type { Fault } from '../lib/fault.ts';
import type { Facts } from '../lib/fill.ts';
import { err, ok } from '../lib/result.ts';
import type { Result } from '../lib/result.ts';
import { fillEntry } from './fill-entry.ts';
import { readYaml } from './read-yaml.ts';
import { TopicFile } from './topic-file.ts';

/** The knowledge base as one consistent whole, its texts filled in with the wallet's facts. */
export type Knowledge = {
  /** in the help centre's order */
  readonly topics: readonly Topic[];
  readonly entries: readonly Entry[];
  readonly byId: ReadonlyMap<string, Entry>;
  /** what a tap on an offered title means, whatever else the words of a title could mean */
  readonly byTitle: ReadonlyMap<string, Entry>;
  /** the entries as editors wrote them, in the same order */
  readonly written: ReadonlyMap<string, WrittenEntry>;
};

/** One file of the base as it was read. */
export type ReadFile = { readonly file: string; readonly content: TopicFile };

/**
 * Every `*.yaml` of a folder, joined and checked: all of it, or all of its faults.
 *
 * @param facts values for the `{placeholders}` of the texts
 * @returns faults also where the folder cannot be read or holds no entry
 */
export async function loadKnowledge(dir: string, facts: Facts): Promise<Result<Knowledge, Fault[]>> {
  const files = await readTopicFiles(dir);
  return files.ok ? joinTopics(files.value, facts) : files;
}

/** Every `*.yaml` of a folder, each in its shape; nothing is said yet of how they go together. */
export async function readTopicFiles(dir: string): Promise<Result<ReadFile[], Fault[]>> {
  const texts = await readTexts(dir);
  if (!texts.ok) return texts;
  const faults: Fault[] = [];
  const files: ReadFile[] = [];
  for (const { file, text } of texts.value) {
    const read = readYaml(file, text, TopicFile);
    if (read.ok) files.push({ file, content: read.value });
    else faults.push(...read.error);
  }
  // Entries of a file that was not read would be reported as missing: first things first.
  return faults.length > 0 ? err(faults) : ok(files);
}

async function readTexts(dir: string): Promise<Result<{ file: string; text: string }[], Fault[]>> {
  try {
    const names = (await readdir(dir)).filter((name) => /^[^.].*\.ya?ml$/.test(name)).sort();
    if (names.length === 0) return err([{ file: path.basename(dir), at: '', problem: 'holds no *.yaml file' }]);
    return ok(
      await Promise.all(
        names.map(async (name) => ({
          file: `${path.basename(dir)}/${name}`,
          text: await readFile(path.join(dir, name), 'utf8'),
        })),
      ),
    );
  } catch (error) {
    return err([{ file: path.basename(dir), at: '', problem: `cannot be read: ${String(error)}` }]);
  }
}

/** Files that were read as one whole: all of it, or all of its faults. */
export function joinTopics(files: readonly ReadFile[], facts: Facts): Result<Knowledge, Fault[]> {
  const faults = [
    ...repeatedTopics(files),
    ...repeated(files, 'id'),
    ...repeated(files, 'title'),
    ...danglingRelations(files),
  ];
  const topics = [...files]
    .sort((a, b) => a.content.topic.order - b.content.topic.order)
    .map(({ file, content: { topic, entries } }): Topic => {
      const filled = entries.map((entry) => fillEntry({ ...entry, topic: topic.id }, facts));
      for (const { id, problems } of filled)
        faults.push(...problems.map((p) => ({ file, at: `${id}.${p.field}`, problem: p.problem })));
      return { id: topic.id, title: topic.title, entries: filled.map(({ entry }) => entry) };
    });
  if (faults.length > 0) return err(faults);
  const entries = topics.flatMap((topic) => topic.entries);
  return ok({
    topics,
    entries,
    byId: new Map(entries.map((entry) => [entry.id, entry])),
    byTitle: new Map(entries.map((entry) => [entry.title, entry])),
    written: new Map(writtenEntries(files).map((entry) => [entry.id, entry])),
  });
}

/** The files' entries, each with its topic. */
export function writtenEntries(files: readonly ReadFile[]): WrittenEntry[] {
  return files.flatMap(({ content: { topic, entries } }) => entries.map((entry) => ({ ...entry, topic: topic.id })));
}

function repeatedTopics(files: readonly ReadFile[]): Fault[] {
  const seen = new Set<string>();
  return files.flatMap(({ file, content: { topic } }) => {
    if (seen.has(topic.id)) return [{ file, at: 'topic.id', problem: `another file has the topic ${topic.id}` }];
    seen.add(topic.id);
    return [];
  });
}

function repeated(files: readonly ReadFile[], field: 'id' | 'title'): Fault[] {
  const firstIn = new Map<string, string>();
  return files.flatMap(({ file, content: { entries } }) =>
    entries.flatMap((entry) => {
      const first = firstIn.get(entry[field]);
      if (first === undefined) firstIn.set(entry[field], file);
      return first === undefined ? [] : [{ file, at: `${entry.id}.${field}`, problem: `${first} has it already` }];
    }),
  );
}

function danglingRelations(files: readonly ReadFile[]): Fault[] {
  const known = new Set(files.flatMap(({ content }) => content.entries.map(({ id }) => id)));
  return files.flatMap(({ file, content: { entries } }) =>
    entries.flatMap(({ id, related }) =>
      related
        .filter((other) => !known.has(other) || other === id)
        .map((other) => ({ file, at: `${id}.related`, problem: `${other} is not another entry` })),
    ),
  );
}

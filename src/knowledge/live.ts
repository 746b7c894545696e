import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Notice } from '../domain/notice.ts';
import type { Clock } from '../lib/clock.ts';
import type { Fault } from '../lib/fault.ts';
import type { Facts } from '../lib/fill.ts';
import { err, ok, type Result } from '../lib/result.ts';
import { createLiveSource } from './live-source.ts';
import type { LiveLogger, LiveSource } from './live-source.ts';
import { readTopicFiles } from './load.ts';
import type { Knowledge, ReadFile } from './load.ts';
import { parseNotices } from './notices.ts';
import { overlay, type Edit } from './overlay.ts';

type KnowledgeDeps = {
  readonly dir: string;
  readonly facts: Facts;
  /** what the store has over the files */
  readonly edits?: () => Promise<readonly Edit[]>;
  /** told of each new snapshot first: a matcher is built here */
  readonly onChange?: (next: Knowledge) => void | Promise<void>;
  readonly clock: Clock;
  readonly logger: LiveLogger;
  readonly quietMs?: number;
};

export type LiveKnowledge = LiveSource<Knowledge> & { /** the files alone */ readonly base: () => readonly ReadFile[] };

/** The knowledge base of a folder, with what staff edited over it; read again when a file changes, or when told to. */
export function createKnowledge({ dir, facts, edits, ...rest }: KnowledgeDeps): LiveKnowledge {
  let base: readonly ReadFile[] = [];

  async function read(): Promise<Result<Knowledge, Fault[]>> {
    const files = await readTopicFiles(dir);
    if (!files.ok) return files;
    const overlaid = overlay(files.value, (await edits?.()) ?? [], facts);
    if (!overlaid.ok) return overlaid;
    const { knowledge, left } = overlaid.value;
    if (left.length > 0) rest.logger.warn({ entries: left }, 'edited entries no longer fit the files and are left out');
    base = files.value;
    return ok(knowledge);
  }

  return { ...createLiveSource({ name: 'knowledge', folder: dir, read, ...rest }), base: () => base };
}

type NoticesDeps = {
  /** CONFIG_DIR */
  readonly dir: string;
  readonly clock: Clock;
  readonly logger: LiveLogger;
  readonly quietMs?: number;
};

/** config/notices.yaml, read again when it changes. */
export function createNotices({ dir, ...rest }: NoticesDeps): LiveSource<readonly Notice[]> {
  const file = 'notices.yaml';
  const read = async () => {
    try {
      return parseNotices(await readFile(path.join(dir, file), 'utf8'));
    } catch {
      return err([{ file, at: '', problem: 'cannot be read' }]);
    }
  };
  return createLiveSource<readonly Notice[]>({ name: 'notices', folder: dir, file, read, ...rest });
}

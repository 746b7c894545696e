import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Notice } from '../domain/notice.ts';
import type { Clock } from '../lib/clock.ts';
import type { Facts } from '../lib/fill.ts';
import { err } from '../lib/result.ts';
import { createLiveSource } from './live-source.ts';
import type { LiveLogger, LiveSource } from './live-source.ts';
import { loadKnowledge } from './load.ts';
import type { Knowledge } from './load.ts';
import { parseNotices } from './notices.ts';

type KnowledgeDeps = {
  readonly dir: string;
  readonly facts: Facts;
  /** told of each new snapshot first: a matcher is built here */
  readonly onChange?: (next: Knowledge) => void | Promise<void>;
  readonly clock: Clock;
  readonly logger: LiveLogger;
  readonly quietMs?: number;
};

export type LiveKnowledge = LiveSource<Knowledge>;

/** The knowledge base of a folder, read again when a file changes. */
export function createKnowledge({ dir, facts, ...rest }: KnowledgeDeps): LiveKnowledge {
  return createLiveSource({ name: 'knowledge', folder: dir, read: () => loadKnowledge(dir, facts), ...rest });
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

import { readFile } from 'node:fs/promises';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import type { Notice } from '../../src/domain/notice.ts';
import type { Registry } from '../../src/domain/registry.ts';
import { createKoa } from '../../src/http/koa.ts';
import { parseRegistry } from '../../src/identity/registry.ts';
import { parsePageTexts } from '../../src/knowledge/page-words.ts';
import { createLogger } from '../../src/lib/logger.ts';
import { createPages } from '../../src/pages/pages.ts';
import type { PagesDeps } from '../../src/pages/pages.ts';
import { configDir, shippedFacts, shippedKnowledge, valueOf } from '../knowledge/shipped.ts';

export const now = new Date('2026-11-22T10:00:00+08:00');

export const maintenance: Notice = {
  id: 'night-work',
  kind: 'maintenance',
  title: '提现维护',
  text: '今晚维护提现。\n\n期间提交的提现，结束后按顺序处理。',
  topics: ['topup-withdraw'],
  from: new Date('2026-11-22T01:00:00+08:00'),
  until: new Date('2026-11-22T23:00:00+08:00'),
};

export type RunningSite = { readonly url: string; readonly close: () => Promise<void> };

/** The shipped help centre on a port of its own. */
export async function startSite(others: Partial<PagesDeps> = {}): Promise<RunningSite> {
  const knowledge = await shippedKnowledge();
  const facts = await shippedFacts();
  const texts = valueOf(parsePageTexts(await readFile(path.join(configDir, 'pages.yaml'), 'utf8'), facts));
  const registry: Registry = valueOf(parseRegistry(await readFile(path.join(configDir, 'registry.yaml'), 'utf8')));
  const pages = createPages({
    knowledge: () => knowledge,
    search: (text) => knowledge.entries.filter(({ questions }) => questions.includes(text)).map(({ id }) => id),
    registry,
    notices: () => Promise.resolve([]),
    ticketStatus: () => Promise.resolve(undefined),
    ...texts,
    facts,
    mediaFolder: path.join(configDir, 'knowledge', 'media'),
    clock: () => now,
    ...others,
  });
  const app = createKoa({ logger: createLogger({ level: 'silent', secrets: [] }), https: false, proxies: 0 });
  app.use(pages.middleware);
  const server = await new Promise<Server>((resolve) => {
    const listening = app.listen(0, '127.0.0.1', () => resolve(listening));
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

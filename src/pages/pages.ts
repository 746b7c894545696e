import { createHash } from 'node:crypto';
import Router from '@koa/router';
import type { Context, Middleware } from 'koa';
import type { Entry, Topic } from '../domain/knowledge.ts';
import type { Notice } from '../domain/notice.ts';
import type { PageWords, PrivacyNotice } from '../domain/page-words.ts';
import type { Registry } from '../domain/registry.ts';
import type { TicketStatus } from '../domain/ticket-status.ts';
import { noticesInForce } from '../knowledge/notices.ts';
import type { Clock } from '../lib/clock.ts';
import type { Facts } from '../lib/fill.ts';
import { addressOf, entryPage, homePage, notFoundPage, privacyPage, searchPage, topicPage } from './help-pages.ts';
import { createMediaFiles } from './illustrations.ts';
import { layout } from './layout.ts';
import type { Page } from './layout.ts';
import { noticesPage } from './notices-page.ts';
import { officialPage } from './official-page.ts';
import { createSite } from './site.ts';
import { robots, sitemap } from './sitemap.ts';
import { style } from './style.ts';
import { ticketPage } from './ticket-page.ts';

type ShownKnowledge = {
  readonly topics: readonly Topic[];
  readonly byId: ReadonlyMap<string, Entry>;
};

export type PagesDeps = {
  /** the snapshot that is active now */
  readonly knowledge: () => ShownKnowledge;
  /** ids of the entries that fit a text, likeliest first; empty where nothing fits */
  readonly search: (text: string) => readonly string[];
  readonly registry: Registry;
  readonly notices: () => Promise<readonly Notice[]>;
  /** undefined unless the token is that of this ticket's link and has not expired */
  readonly ticketStatus: (number: string, token: string) => Promise<TicketStatus | undefined>;
  readonly words: PageWords;
  readonly privacy: PrivacyNotice;
  readonly facts: Facts;
  readonly publicUrl?: string;
  /** the entries' pictures and videos */
  readonly mediaFolder: string;
  readonly clock: Clock;
};

/** No script, no other origin, no frame; a form may only search. */
const contentSecurityPolicy = [
  "default-src 'none'",
  "style-src 'self'",
  "img-src 'self'",
  "media-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

const longestQuery = 200;
const stylePath = `/help/assets/${createHash('sha256').update(style).digest('hex').slice(0, 12)}.css`;

/** What customers open in a browser: the help centre, notices, official channels, a ticket's status. */
export function createPages(deps: PagesDeps): { readonly router: Router; readonly middleware: Middleware } {
  const { knowledge, search, registry, notices, ticketStatus, clock, words, privacy, facts, publicUrl } = deps;
  const site = createSite({ words, privacy, facts, stylePath, ...(publicUrl !== undefined && { publicUrl }) });
  const router = new Router();

  function show(ctx: Context, page: Page, status = 200): void {
    ctx.status = status;
    ctx.type = 'html';
    ctx.set('Content-Security-Policy', contentSecurityPolicy);
    ctx.set('Referrer-Policy', 'no-referrer');
    // What is not to be indexed is somebody's own: a search, a ticket.
    ctx.set('Cache-Control', page.path === undefined ? 'no-store' : 'public, max-age=60');
    if (page.path === undefined) ctx.set('X-Robots-Tag', 'noindex');
    ctx.body = layout(site, page);
  }

  function topicOf(id: string | undefined): Topic | undefined {
    return knowledge().topics.find((topic) => topic.id === id);
  }

  function entriesOf(ids: readonly string[]): Entry[] {
    return ids.flatMap((id) => knowledge().byId.get(id) ?? []);
  }

  router.get(stylePath, (ctx) => {
    ctx.type = 'css';
    ctx.set('Cache-Control', 'public, max-age=31536000, immutable');
    ctx.body = style;
  });

  router.get('/help', async (ctx) => {
    const query = firstOf(ctx.query.q).trim().slice(0, longestQuery);
    if (query !== '') {
      show(ctx, searchPage(site, query, entriesOf(search(query))));
      return;
    }
    const inForce = noticesInForce(await notices(), clock());
    show(ctx, homePage(site, { topics: knowledge().topics, inForce }));
  });

  const mediaFiles = createMediaFiles(deps.mediaFolder);
  router.get('/help/media/:file', (ctx) => mediaFiles(ctx, ctx.params.file ?? ''));

  router.get('/help/:topic', (ctx) => {
    const topic = topicOf(ctx.params.topic);
    if (topic) show(ctx, topicPage(site, topic));
    else show(ctx, notFoundPage(site), 404);
  });

  router.get('/help/:topic/:entry', (ctx) => {
    const entry = knowledge().byId.get(ctx.params.entry ?? '');
    const topic = topicOf(entry?.topic);
    if (!entry || !topic) {
      show(ctx, notFoundPage(site), 404);
      return;
    }
    if (topic.id !== ctx.params.topic) {
      // An entry that moved to another topic keeps its old links.
      ctx.status = 301;
      ctx.redirect(addressOf(entry));
      return;
    }
    show(ctx, entryPage(site, { entry, topic, related: entriesOf(entry.related) }));
  });

  router.get('/notices', async (ctx) => show(ctx, noticesPage(site, await notices(), clock())));
  router.get('/official', (ctx) => show(ctx, officialPage(site, registry)));
  router.get('/privacy', (ctx) => show(ctx, privacyPage(site)));

  router.get('/t/:number', async (ctx) => {
    const token = firstOf(ctx.query.k);
    const status = token === '' ? undefined : await ticketStatus(ctx.params.number ?? '', token);
    show(ctx, ticketPage(site, status), status ? 200 : 404);
  });

  router.get('/robots.txt', (ctx) => {
    ctx.type = 'text';
    ctx.body = robots(publicUrl);
  });
  router.get('/sitemap.xml', (ctx) => {
    if (publicUrl === undefined) return;
    ctx.type = 'xml';
    ctx.body = sitemap(publicUrl, knowledge().topics);
  });

  return { router, middleware: router.routes() as unknown as Middleware };
}

function firstOf(value: string | readonly string[] | undefined): string {
  return (typeof value === 'string' ? value : value?.[0]) ?? '';
}

import type { Topic } from '../domain/knowledge.ts';
import { addressOf } from './help-pages.ts';
import { html } from './html.ts';

/** Every address that search engines may read; entries change with config, not with the day, so no dates. */
export function sitemap(publicUrl: string, topics: readonly Topic[]): string {
  const paths = [
    '/help',
    '/notices',
    '/official',
    '/privacy',
    ...topics.flatMap((topic) => [`/help/${topic.id}`, ...topic.entries.map(addressOf)]),
  ];
  const urls = paths.map((path) => html`<url><loc>${publicUrl}${path}</loc></url> `);
  return html`<?xml version="1.0" encoding="UTF-8"?>
    <urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"> ${urls}</urlset> `.text;
}

/** A ticket's page is kept out by its own noindex: a crawler that may not fetch it would never learn that. */
export function robots(publicUrl: string | undefined): string {
  const map = publicUrl === undefined ? '' : `Sitemap: ${publicUrl}/sitemap.xml\n`;
  return `User-agent: *\nDisallow: /desk\nDisallow: /api/\nDisallow: /simulator\nDisallow: /wechat\n${map}`;
}

import { readFile } from 'node:fs/promises';
import type { Context } from 'koa';

const files: Readonly<Record<string, { name: string; type: string }>> = {
  '/simulator': { name: 'phone.html', type: 'text/html' },
  '/simulator/phone.css': { name: 'phone.css', type: 'text/css' },
  '/simulator/phone.js': { name: 'phone.js', type: 'text/javascript' },
  '/simulator/chat.js': { name: 'chat.js', type: 'text/javascript' },
  '/simulator/dom.js': { name: 'dom.js', type: 'text/javascript' },
  '/simulator/composer.js': { name: 'composer.js', type: 'text/javascript' },
  '/simulator/bubbles.js': { name: 'bubbles.js', type: 'text/javascript' },
  '/simulator/menu.js': { name: 'menu.js', type: 'text/javascript' },
};

const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "media-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'self'",
].join('; ');

/** @returns false where the phone page has no such file */
export async function servePage(ctx: Context): Promise<boolean> {
  const path = ctx.path.replace(/\/$/, '');
  const file = Object.hasOwn(files, path) ? files[path] : undefined;
  if (!file || !['GET', 'HEAD'].includes(ctx.method)) return false;
  ctx.set({
    'Content-Security-Policy': policy,
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'no-referrer',
    'Cache-Control': 'no-cache',
  });
  ctx.type = `${file.type}; charset=utf-8`;
  ctx.body = await readFile(new URL(`../page/${file.name}`, import.meta.url));
  return true;
}

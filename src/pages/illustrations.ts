import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import type { Context } from 'koa';
import type { Illustration } from '../domain/knowledge-desk.ts';
import { html } from './html.ts';
import type { Html } from './html.ts';

const types: Readonly<Record<string, string>> = {
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.webp': 'image/webp',
  '.mp4': 'video/mp4',
};
const bareName = /^[a-z0-9]+(-[a-z0-9]+)*\.(png|jpg|webp|mp4)$/;

/** An entry's pictures and videos, each with the words that say the same. */
export function illustrations(all: readonly Illustration[]): Html {
  return html`${all.map(figure)}`;
}

function figure({ kind, file, text }: Illustration): Html {
  const address = `/help/media/${file}`;
  const shown =
    kind === 'picture'
      ? html`<img src="${address}" alt="${text}" loading="lazy" />`
      : html`<video src="${address}" controls preload="none" aria-label="${text}"></video>`;
  return html`<figure>
    ${shown}
    <figcaption>${text}</figcaption>
  </figure>`;
}

/** Serves the folder's pictures and videos by their bare names; nothing else of it, and no folder above it. */
export function createMediaFiles(folder: string) {
  return async (ctx: Context, name: string): Promise<void> => {
    if (!bareName.test(name)) return;
    const file = path.join(folder, name);
    const found = await stat(file).catch(() => undefined);
    if (!found?.isFile()) return;
    ctx.type = types[path.extname(name)] ?? 'application/octet-stream';
    ctx.length = found.size;
    ctx.set('Cache-Control', 'public, max-age=3600');
    ctx.body = createReadStream(file);
  };
}

import { readdirSync, readFileSync, statSync } from 'node:fs';
import { extname, join, sep } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Context, Middleware } from 'koa';

type PageFile = { readonly type: string; readonly plain: Buffer; readonly zipped: Buffer };

const types: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

/** where the build puts files that have a hash of their content in their name */
const hashed = 'assets/';

/** All files of a folder, by their path in an address. What stands in this map is served, and nothing else. */
function readFolder(folder: string): ReadonlyMap<string, PageFile> {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  const files = names.filter((name) => types[extname(name)] && statSync(join(folder, name)).isFile());
  return new Map(
    files.map((name) => {
      const plain = readFileSync(join(folder, name));
      const address = name.split(sep).join('/');
      return [address, { type: types[extname(name)] ?? '', plain, zipped: gzipSync(plain) }];
    }),
  );
}

function send(ctx: Context, file: PageFile): void {
  ctx.vary('Accept-Encoding');
  const isZipped = ctx.acceptsEncodings('gzip', 'identity') === 'gzip';
  if (isZipped) ctx.set('Content-Encoding', 'gzip');
  ctx.type = file.type;
  ctx.body = isZipped ? file.zipped : file.plain;
}

/**
 * The console's page under `/desk`: read once at the start, served from memory. Files with a hash in their name never
 * change; every other address is the page itself, which finds its way by the address.
 *
 * @param folder what the build made (dist/desk-page)
 * @throws where it was not built: a desk without a console does not start
 */
export function createDeskPage(folder: string): Middleware {
  const files = readFolder(folder);
  const index = files.get('index.html');
  if (!index) throw new Error(`No console in ${folder}: npm run build makes it`);

  /** Which file an address means; undefined for what is no address of the page. */
  function fileAt(path: string): PageFile | undefined {
    if (path !== '/desk' && !path.startsWith('/desk/')) return undefined;
    const name = path.slice('/desk/'.length);
    return name.startsWith(hashed) ? files.get(name) : (files.get(name) ?? index);
  }

  return async (ctx, next) => {
    const file = ['GET', 'HEAD'].includes(ctx.method) ? fileAt(ctx.path) : undefined;
    if (!file) {
      await next();
      return;
    }
    if (ctx.path.startsWith(`/desk/${hashed}`)) ctx.set('Cache-Control', 'public, max-age=31536000, immutable');
    send(ctx, file);
  };
}

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDeskPage } from '../../src/desk/page.ts';
import { createKoa } from '../../src/http/koa.ts';
import { keptLogger, openHttp } from '../support/http.ts';

const folder = mkdtempSync(join(tmpdir(), 'desk-page-'));
let opened: Awaited<ReturnType<typeof openHttp>>;
beforeAll(async () => {
  mkdirSync(join(folder, 'assets'));
  writeFileSync(join(folder, 'index.html'), '<!doctype html><title>desk</title>');
  writeFileSync(join(folder, 'assets', 'index-abc.js'), 'console.log(1)');
  writeFileSync(join(folder, '..', 'outside.js'), 'outside');
  const app = createKoa({ logger: keptLogger().logger, https: false, proxies: 0 });
  app.use(createDeskPage(folder));
  opened = await openHttp(app);
});
afterAll(async () => {
  await opened.close();
  rmSync(folder, { recursive: true });
  rmSync(join(folder, '..', 'outside.js'), { force: true });
});

const get = (path: string, method = 'GET') => fetch(opened.base + path, { method });

describe('the console’s page', () => {
  it.each(['/desk', '/desk/', '/desk/setup?token=x', '/desk/tickets/K20261122-0001'])('is at %s', async (path) => {
    const response = await get(path);

    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(response.headers.get('content-security-policy')).toContain("script-src 'self'");
    expect(await response.text()).toContain('<title>desk</title>');
  });

  it('keeps its files for good, since a changed one has another name', async () => {
    const response = await get('/desk/assets/index-abc.js');

    expect(response.headers.get('cache-control')).toContain('immutable');
    expect(response.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
    expect(response.headers.get('content-encoding')).toBe('gzip');
    expect(await response.text()).toBe('console.log(1)');
  });

  it.each([
    '/desk/assets/none.js',
    '/desk/assets/../../outside.js',
    '/desk/assets/%2e%2e/%2e%2e/outside.js',
    '/desktop',
  ])('gives nothing at %s', async (path) => {
    expect(await (await get(path)).text()).not.toContain('outside');
    expect([404, 200]).toContain((await get(path)).status);
  });

  it('is only read', async () => {
    expect((await get('/desk', 'POST')).status).toBe(404);
  });
});

describe('a build without a console', () => {
  it('does not start', () => {
    expect(() => createDeskPage(join(folder, 'assets'))).toThrow('npm run build');
  });
});

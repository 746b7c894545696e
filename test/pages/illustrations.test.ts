import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { shippedKnowledge } from '../knowledge/shipped.ts';
import { startSite } from './site.ts';
import type { RunningSite } from './site.ts';

let folder: string;
let site: RunningSite;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'media-'));
  await writeFile(path.join(folder, 'freeze.png'), 'a picture');
  await writeFile(path.join(folder, 'notes.txt'), 'not for customers');
  const knowledge = await shippedKnowledge();
  const entry = knowledge.byId.get('theft-freeze');
  if (!entry) throw new Error('theft-freeze is gone');
  const illustrations = [
    { kind: 'picture', file: 'freeze.png', text: '安全中心里的「紧急冻结」按钮' },
    { kind: 'video', file: 'freeze.mp4', text: '冻结的三步：打开、点按、确认' },
  ] as const;
  const byId = new Map(knowledge.byId).set(entry.id, { ...entry, illustrations });
  site = await startSite({ knowledge: () => ({ ...knowledge, byId }), mediaFolder: folder });
});
afterAll(async () => {
  await site.close();
  await rm(folder, { recursive: true });
});

describe('an entry with a picture and a video', () => {
  it('says in words what each shows, under it and for who cannot see it', async () => {
    const text = await (await fetch(`${site.url}/help/account-security/theft-freeze`)).text();

    expect(text).toContain('<img src="/help/media/freeze.png" alt="安全中心里的「紧急冻结」按钮"');
    expect(text).toMatch(/<video src="\/help\/media\/freeze\.mp4" controls preload="none" aria-label="冻结的三步/);
    expect(text.match(/<figcaption>/g)).toHaveLength(2);
  });

  it('keeps steps and numbers to call before them, as text', async () => {
    const text = await (await fetch(`${site.url}/help/account-security/theft-freeze`)).text();

    expect(text.indexOf('<ol class="steps">')).toBeGreaterThan(0);
    expect(text.indexOf('<ol class="steps">')).toBeLessThan(text.indexOf('<figure>'));
  });

  it('loads them from the site alone', async () => {
    const { headers } = await fetch(`${site.url}/help/account-security/theft-freeze`);

    expect(headers.get('content-security-policy')).toContain("img-src 'self'");
    expect(headers.get('content-security-policy')).toContain("media-src 'self'");
  });

  it.each([
    ['freeze.png', 200],
    ['notes.txt', 404],
    ['gone.png', 404],
    ['..%2Ffreeze.png', 404],
  ])('serves %s with %i', async (file, status) => {
    expect((await fetch(`${site.url}/help/media/${file}`)).status).toBe(status);
  });
});

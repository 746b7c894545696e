import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { textAt } from '../../src/simulator/wire/xml.ts';
import { silent, startSimulator, type Started } from './support/echo-product.ts';

let started: Started;
beforeEach(async () => {
  started = await startSimulator(silent);
});
afterEach(() => started.stop());

const at = (path: string) => `${started.origin}/simulator${path}`;
const post = (path: string, body: unknown, type = 'application/json') =>
  fetch(at(`/phone${path}`), { method: 'POST', headers: { 'Content-Type': type }, body: JSON.stringify(body) });

async function newCustomer(body: object = {}): Promise<{ openId: string; following: boolean }> {
  return (await (await post('/customers', body)).json()) as { openId: string; following: boolean };
}

describe('the phone page', () => {
  it.each(['', '/', '/phone.css', '/phone.js', '/chat.js', '/bubbles.js', '/composer.js', '/menu.js', '/dom.js'])(
    'is served with no script or style but its own: /simulator%s',
    async (path) => {
      const answer = await fetch(at(path));

      expect(answer.status).toBe(200);
      expect(answer.headers.get('content-security-policy')).toMatch(
        /default-src 'none'; script-src 'self'; style-src 'self'/,
      );
      expect(await answer.text()).not.toMatch(/innerHTML|style="|<script>/);
    },
  );

  it('has one customer at first, who does not follow yet', async () => {
    const state = (await (await fetch(at('/phone/state'))).json()) as { customers: object[] };

    expect(state.customers).toMatchObject([{ name: '顾客 1', following: false }]);
  });

  it('hears of each line as it comes', async () => {
    const { openId } = await newCustomer();
    const ended = new AbortController();
    const live = await fetch(at('/phone/live'), { signal: ended.signal });
    await post(`/customers/${openId}/acts`, { act: 'follow' });
    await post(`/customers/${openId}/acts`, { act: 'say', text: '你好' });

    let heard = '';
    for await (const chunk of live.body ?? []) {
      heard += Buffer.from(chunk as Uint8Array).toString('utf8');
      if (heard.includes('event: line')) break;
    }
    ended.abort();
    expect(heard).toMatch(/event: line\ndata: .*"words":"你好"/);
  });

  it('has the same customer again after a restart, with the same OpenID', async () => {
    const first = await newCustomer({});
    const again = await startSimulator(silent);
    const answer = await fetch(`${again.origin}/simulator/phone/customers`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ openId: first.openId, following: true }),
    });
    await again.stop();

    expect(await answer.json()).toMatchObject({ openId: first.openId, following: true });
  });

  it('answers an act at once if told not to wait', async () => {
    const { openId } = await newCustomer();

    expect((await post(`/customers/${openId}/acts?wait=no`, { act: 'follow' })).status).toBe(202);
  });

  it('takes a picture and pushes it', async () => {
    const { openId } = await newCustomer();
    await post(`/customers/${openId}/acts`, { act: 'follow' });
    const body = Buffer.from('a picture');
    const sent = (type: string) =>
      fetch(at(`/phone/customers/${openId}/images`), { method: 'POST', headers: { 'Content-Type': type }, body });

    expect((await sent('image/svg+xml')).status).toBe(415);
    expect((await sent('image/png')).status).toBe(200);
    const shown = await fetch(textAt(started.pushes.at(-1)?.plain, 'PicUrl'));
    expect(await shown.text()).toBe('a picture');
  });

  it.each<[number, string, object, string]>([
    [415, 'from another page’s form', { act: 'follow' }, 'text/plain'],
    [400, 'that there is not', { act: 'dance' }, 'application/json'],
    [409, 'of whoever does not follow', { act: 'say', text: '你好' }, 'application/json'],
    [404, 'of an unknown code', { act: 'scan', ticket: 'none' }, 'application/json'],
  ])('refuses with %i an act %s', async (...[status, , act, type]) => {
    const { openId } = await newCustomer();

    expect((await post(`/customers/${openId}/acts`, act, type)).status).toBe(status);
    expect(started.pushes).toEqual([]);
  });

  it('knows no customer that it has not made', async () => {
    expect((await post('/customers/nobody/acts', { act: 'follow' })).status).toBe(404);
    expect((await fetch(at('/phone/customers/nobody/lines'))).status).toBe(404);
  });

  it('serves nothing else', async () => {
    for (const path of ['/page-files.ts', '/..%2fserve.ts', '/phone.html', '/media/none']) {
      expect((await fetch(at(path))).status).toBe(404);
    }
  });
});

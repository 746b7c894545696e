import { afterEach, describe, expect, it } from '@jest/globals';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { examine, type DoctorDeps } from '../../src/cli/doctor-checks.ts';
import { prepareGoLive, type GoLiveDeps } from '../../src/cli/go-live.ts';
import { verifyEcho } from '../../src/wechat/envelope.ts';
import { startFakeApi, type FakeApi } from '../support/fake-wechat-api.ts';
import { clientOf } from '../support/wechat-client.ts';

const button = [{ name: '客服', type: 'click', key: 'k' }];
const healthy = {
  '/cgi-bin/menu/get': () => ({ menu: { button } }),
  '/cgi-bin/openapi/quota/get': () => ({ errcode: 0, quota: { daily_limit: 500_000, used: 1, remain: 499_999 } }),
  '/cgi-bin/getcallbackip': () => ({ ip_list: ['192.0.2.1', '192.0.2.2'] }),
  '/cgi-bin/callback/check': () => ({ dns: [{ ip: '192.0.2.9' }], ping: [{ ip: '192.0.2.9', package_loss: '0%' }] }),
  '/cgi-bin/get_current_autoreply_info': () => ({ is_autoreply_open: 1 }),
  '/cgi-bin/get_current_selfmenu_info': () => ({ is_menu_open: 1, selfmenu_info: { button } }),
};
const token = 'sampleToken';
const quota = '/cgi-bin/openapi/quota/get';
const callback = '/cgi-bin/callback/check';
const ip = '192.0.2.9';
let api: FakeApi;
let closeProduct: () => unknown = () => undefined;

/** The product's address check, on an address of its own. */
async function productAt(): Promise<string> {
  const server = createServer((incoming, response) => {
    const { searchParams } = new URL(incoming.url ?? '/', 'http://127.0.0.1');
    const echo = verifyEcho(Object.fromEntries(searchParams), [token]);
    response.writeHead(echo.ok ? 200 : 403).end(echo.ok ? echo.value : '');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closeProduct = () => server.close();
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function examined(handlers: Parameters<typeof startFakeApi>[0], changes: Partial<DoctorDeps> = {}) {
  api = await startFakeApi({ ...healthy, ...handlers });
  const { client, tokens } = clientOf(api.base);
  const findings = await examine({
    client,
    tokens,
    apiBase: api.base,
    planned: { button },
    token,
    publicUrl: await productAt(),
    storeIsReady: () => Promise.resolve(true),
    now: () => new Date(),
    ...changes,
  });
  return new Map(findings.map((finding) => [finding.check, finding]));
}

afterEach(async () => {
  closeProduct();
  await api.close();
});

describe('npm run doctor', () => {
  it('finds a healthy account healthy', async () => {
    const findings = await examined({});

    expect([...findings.values()].filter(({ state }) => state !== 'good')).toEqual([]);
    expect([...findings.keys()]).toEqual(
      expect.arrayContaining([
        'account',
        'IP list',
        'permissions',
        'clock',
        'store',
        'server address',
        'menu',
        'messages',
        'push addresses',
        'reachability',
      ]),
    );
  });

  it('stops at an address that WeChat does not know, and says what to do', async () => {
    const findings = await examined({
      '/cgi-bin/stable_token': () => ({ errcode: 40164, errmsg: 'invalid ip 192.0.2.7, not in whitelist' }),
    });

    expect(findings.get('IP list')).toMatchObject({ state: 'bad', found: expect.stringContaining('192.0.2.7') });
    expect(findings.get('IP list')?.todo).toContain('IP白名单');
    expect(findings.has('menu')).toBe(false);
  });

  it.each([
    [{ errcode: 40125, errmsg: 'invalid appsecret' }, 'WECHAT_APPSECRET'],
    [{ errcode: 40243, errmsg: 'appsecret frozen' }, '解冻'],
    [{ errcode: 89503, errmsg: 'need admin confirm' }, 'administrator'],
    [{ errcode: -1, errmsg: 'system error' }, 'Wait'],
    ['<html>gateway</html>', 'proxy'],
  ])('says what to do where WeChat gives no token for %j', async (answer, words) => {
    const findings = await examined({ '/cgi-bin/stable_token': () => answer });

    expect(findings.get('account')).toMatchObject({ state: 'bad', todo: expect.stringContaining(words) });
  });

  it.each<[string, string, { handlers?: Parameters<typeof startFakeApi>[0]; deps?: Partial<DoctorDeps> }]>([
    ['menu', 'doubtful', { handlers: { '/cgi-bin/menu/get': () => ({ errcode: 46003, errmsg: 'menu no exist' }) } }],
    ['messages', 'bad', { handlers: { [quota]: () => ({ errcode: 48001, errmsg: 'unauthorized' }) } }],
    ['messages', 'doubtful', { handlers: { [quota]: () => ({ quota: { daily_limit: 100, used: 95, remain: 5 } }) } }],
    ['reachability', 'bad', { handlers: { [callback]: () => ({ dns: [], ping: [] }) } }],
    [
      'reachability',
      'doubtful',
      { handlers: { [callback]: () => ({ dns: [{ ip }], ping: [{ ip, package_loss: '50%' }] }) } },
    ],
    ['store', 'bad', { deps: { storeIsReady: () => Promise.resolve(false) } }],
    ['clock', 'bad', { deps: { now: () => new Date(Date.now() + 301_000) } }],
    ['server address', 'doubtful', { deps: { publicUrl: undefined } }],
    ['server address', 'bad', { deps: { token: 'anotherToken' } }],
    ['server address', 'bad', { deps: { publicUrl: 'http://127.0.0.1:1' } }],
  ])('finds %s %s, and says what to do', async (check, state, { handlers = {}, deps = {} }) => {
    const finding = (await examined(handlers, deps)).get(check);

    expect(finding?.state).toBe(state);
    expect(finding?.todo).toMatch(/\w{3}/);
  });
});

describe('npm run doctor -- go-live', () => {
  async function prepared(handlers: Parameters<typeof startFakeApi>[0], changes: Partial<GoLiveDeps> = {}) {
    api = await startFakeApi({ ...healthy, ...handlers });
    const files = new Map<string, string>();
    const printed: string[] = [];
    const exitCode = await prepareGoLive({
      client: clientOf(api.base).client,
      save: (name, text) => Promise.resolve((files.set(name, text), name)),
      print: (line) => printed.push(line),
      clock: () => new Date('2026-11-22T12:00:00Z'),
      opening: { testersOnly: false, testers: [] },
      callTest: undefined,
      ...changes,
    });
    return { exitCode, files, printed: printed.join('\n') };
  }

  it("saves the account's present menu and automatic replies, and says how to go back", async () => {
    const { exitCode, files, printed } = await prepared({});

    expect(exitCode).toBe(0);
    expect(JSON.parse(files.get('before-go-live-2026-11-22T12-00-00-000Z.json') ?? '')).toEqual({
      at: '2026-11-22T12:00:00.000Z',
      shownMenu: { is_menu_open: 1, selfmenu_info: { button } },
      apiMenu: button,
      automaticReplies: { is_autoreply_open: 1 },
    });
    expect(printed).toContain('To go back, in one step');
  });

  it('says who gets in first', async () => {
    const { printed } = await prepared({}, { opening: { testersOnly: true, testers: ['oSample1', 'oSample2'] } });

    expect(printed).toContain('2 listed testers');
    expect(printed).toContain('opening.testersOnly: false');
  });

  it.each([
    [{ ok: true }, 0, 'A test page was sent'],
    [{ ok: false, code: 'http:404' }, 1, 'refused: http:404'],
  ])('calls whoever is on call, and says what came of it: %p', async (verdict, code, words) => {
    const { exitCode, printed } = await prepared({}, { callTest: () => Promise.resolve(verdict) });

    expect(exitCode).toBe(code);
    expect(printed).toContain(words);
  });

  it('names what the account cannot do and what stands in', async () => {
    const refused = () => ({ errcode: 48001, errmsg: 'api unauthorized' });
    const { printed } = await prepared({ '/cgi-bin/openapi/quota/get': refused });

    expect(printed).toMatch(/✗ customer-service messages: agents' words wait/);
    expect(printed).toContain('✓ a menu');
  });

  it('fails where what is there could not be saved', async () => {
    const refused = () => ({ errcode: 48001, errmsg: 'api unauthorized' });

    expect((await prepared({ '/cgi-bin/get_current_autoreply_info': refused })).exitCode).toBe(1);
  });
});

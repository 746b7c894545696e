import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { usualFaults } from '../../src/simulator/faults.ts';
import { apiClient, type ApiClient } from './support/api-client.ts';
import { account, silent, startSimulator, type Started } from './support/echo-product.ts';

let started: Started;
let client: ApiClient;
beforeEach(async () => {
  started = await startSimulator(silent);
  client = await apiClient(started.api);
});
afterEach(() => started.stop());

const send = '/cgi-bin/message/custom/send';

describe('the imitated API', () => {
  it.each([
    ['no token', '/cgi-bin/menu/get', 41001],
    ['a token that it never gave', '/cgi-bin/menu/get?access_token=x', 40001],
    ['a path that there is not', '/cgi-bin/dance?access_token=x', 40066],
    ['the wrong method', `${send}?access_token=x`, 43002],
    ['another appid', `/cgi-bin/token?grant_type=client_credential&appid=wx1&secret=${account.secret}`, 40013],
    ['another secret', `/cgi-bin/token?grant_type=client_credential&appid=${account.appId}&secret=x`, 40125],
    ['another grant', '/cgi-bin/token?grant_type=password', 40002],
  ])('refuses %s, and names the call', async (_, path, code) => {
    const refusal = (await (await fetch(`${started.api}${path}`)).json()) as { errcode: number; errmsg: string };

    expect(refusal.errcode).toBe(code);
    expect(refusal.errmsg).toMatch(/ rid: [0-9a-f]{8}-[0-9a-f]{8}-[0-9a-f]{8}$/);
  });

  it.each([
    ['', 44002],
    ['{', 47001],
  ])('refuses the body "%s"', async (body, code) => {
    const answer = await fetch(client.address(send, {}), { method: 'POST', body });

    expect(await answer.json()).toMatchObject({ errcode: code });
  });

  it('tells about a refused call under its rid, without the token', async () => {
    const { errmsg = '' } = await client.send('nobody');
    const rid = / rid: (.+)$/.exec(errmsg)?.[1];

    const told = await client.post('/cgi-bin/openapi/rid/get', { rid });

    expect(told).toMatchObject({ errcode: 0, request: { request_url: send } });
    expect(JSON.stringify(told)).not.toMatch(/access_token|SAMPLE_/);
  });

  it('makes every token invalid on demand', async () => {
    started.simulator.revokeTokens();

    expect((await client.get('/cgi-bin/menu/get')).errcode).toBe(40001);
  });

  it('counts the calls of a day', async () => {
    await client.send('nobody');
    const cgi_path = send;

    expect(await client.post('/cgi-bin/openapi/quota/get', { cgi_path })).toMatchObject({
      quota: { daily_limit: 500_000, used: 1, remain: 499_999 },
    });
    await client.post('/cgi-bin/clear_quota', { appid: account.appId });
    expect(await client.post('/cgi-bin/openapi/quota/get', { cgi_path })).toMatchObject({ quota: { used: 0 } });
    expect((await client.post('/cgi-bin/openapi/quota/get', { cgi_path: 'nowhere' })).errcode).toBe(76003);
  });

  it('clears the counts ten times a month', async () => {
    const codes = [];
    for (let count = 0; count < 11; count += 1) {
      codes.push((await client.post('/cgi-bin/clear_quota', { appid: account.appId })).errcode);
    }

    expect(codes).toEqual([...Array.from({ length: 10 }, () => 0), 48006]);
  });

  it('says where its pushes come from', async () => {
    expect(await client.get('/cgi-bin/getcallbackip')).toEqual({ ip_list: ['127.0.0.1'] });
  });
});

describe('a planned fault', () => {
  it.each([
    [usualFaults.busy, -1],
    [usualFaults.dailyLimit, 45009],
    [usualFaults.minuteLimit, 45011],
  ])('refuses the call, so often as planned', async (fault, code) => {
    started.simulator.faults.plan(send, fault, 2);
    await started.simulator.pushes.text('o1', '你好');

    const codes = [await client.send('o1'), await client.send('o1'), await client.send('o1')].map((one) => one.errcode);

    expect(codes).toEqual([code, code, 0]);
  });

  it('answers with a gateway’s page', async () => {
    started.simulator.faults.plan('*', usualFaults.page);

    const answer = await fetch(client.address('/cgi-bin/menu/get', {}));

    expect(answer.status).toBe(502);
    expect(answer.headers.get('content-type')).toMatch(/^text\/html/);
  });

  it('cuts the connection before anything is done', async () => {
    await started.simulator.pushes.text('o1', '你好');
    started.simulator.faults.plan(send, usualFaults.reset);

    await expect(client.send('o1')).rejects.toThrow();
    expect(started.simulator.sentTo('o1')).toEqual([]);
  });

  it('loses the answer to what was done', async () => {
    await started.simulator.pushes.text('o1', '你好');
    started.simulator.faults.plan(send, usualFaults.lost);

    await expect(client.send('o1')).rejects.toThrow();
    expect(started.simulator.sentTo('o1')).toHaveLength(1);
  });

  it('never answers, until the simulator ends', async () => {
    started.simulator.faults.plan('/cgi-bin/menu/get', usualFaults.hang);

    const signal = AbortSignal.timeout(150);
    await expect(fetch(client.address('/cgi-bin/menu/get', {}), { signal })).rejects.toThrow(/timeout/);
  });

  it('can be set and taken back over HTTP', async () => {
    const faults = `${started.origin}/simulator/phone/faults`;
    const body = JSON.stringify({ path: '/cgi-bin/menu/get', fault: 'busy', times: 9 });
    await fetch(faults, { method: 'POST', body, headers: { 'Content-Type': 'application/json' } });

    expect((await client.get('/cgi-bin/menu/get')).errcode).toBe(-1);
    await fetch(faults, { method: 'DELETE' });
    expect((await client.get('/cgi-bin/menu/get')).errcode).toBe(46003);
  });
});

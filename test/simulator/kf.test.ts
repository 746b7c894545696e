import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { apiClient, type ApiClient } from './support/api-client.ts';
import { movableClock } from './support/clock.ts';
import { replyXml, startSimulator, type Started } from './support/echo-product.ts';
import { textAt } from '../../src/simulator/wire/xml.ts';

let started: Started;
let client: ApiClient;
let time: ReturnType<typeof movableClock>;

beforeEach(async () => {
  time = movableClock();
  started = await startSimulator(
    ({ plain }) =>
      textAt(plain, 'Content') === '人工' ? replyXml(plain, { MsgType: 'transfer_customer_service' }) : 'success',
    { clock: time.clock },
  );
  client = await apiClient(started.api);
  await client.post('/customservice/kfaccount/add', { kf_account, nickname: '示例坐席' });
});
afterEach(() => started.stop());

const kf_account = 'kf1@sample';
const invite = () => client.post('/customservice/kfaccount/inviteworker', { kf_account, invite_wx: 'sample' });
const session = (change: 'create' | 'close', account = kf_account) =>
  client.post(`/customservice/kfsession/${change}`, { kf_account: account, openid: 'o1' });

describe('WeChat’s own customer service', () => {
  it('takes a customer over, who then writes to it alone, until it ends', async () => {
    await invite();
    await started.simulator.pushes.text('o1', '人工');
    expect(await client.get('/customservice/kfsession/getwaitcase')).toMatchObject({ count: 1 });
    expect((await session('create')).errcode).toBe(0);

    expect(await started.simulator.pushes.text('o1', '在吗')).toMatchObject({ kind: 'diverted' });
    expect(await client.get('/customservice/kfsession/getsession', { openid: 'o1' })).toMatchObject({ kf_account });
    expect(await client.get('/customservice/kfsession/getwaitcase')).toMatchObject({ count: 0 });

    expect((await session('close')).errcode).toBe(0);
    expect(await started.simulator.pushes.text('o1', '再问一句')).toMatchObject({ kind: 'silent' });
  });

  it('gives a customer back after thirty minutes', async () => {
    await invite();
    await started.simulator.pushes.text('o1', '人工');
    await session('create');
    time.pass(30 * 60_000);

    expect(await started.simulator.pushes.text('o1', '在吗')).toMatchObject({ kind: 'silent' });
  });

  it('takes nobody over under an account that nobody is bound to, or that there is not', async () => {
    await started.simulator.pushes.text('o1', '人工');

    expect((await session('create')).errcode).toBe(65402);
    expect((await session('create', 'kf9@sample')).errcode).toBe(65401);
    expect((await session('close')).errcode).toBe(65413);
  });

  it('lists its accounts, and those that someone is bound to', async () => {
    expect(await client.get('/cgi-bin/customservice/getonlinekflist')).toEqual({ kf_online_list: [] });
    await invite();

    expect(await client.get('/cgi-bin/customservice/getkflist')).toMatchObject({
      kf_list: [{ kf_account, kf_nick: '示例坐席' }],
    });
    expect(await client.get('/cgi-bin/customservice/getonlinekflist')).toMatchObject({
      kf_online_list: [{ kf_account }],
    });
  });

  it('has each account once, under a short name', async () => {
    const add = (account: string) =>
      client.post('/customservice/kfaccount/add', { kf_account: account, nickname: 'n' });

    expect((await add(kf_account)).errcode).toBe(61453);
    expect((await add('longer-than-ten@sample')).errcode).toBe(61454);
    await client.get('/customservice/kfaccount/del', { kf_account });
    expect((await add(kf_account)).errcode).toBe(0);
  });
});

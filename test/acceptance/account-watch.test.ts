import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { request } from 'node:http';
import { sign } from '../../src/wechat/signature.ts';
import type { Caller } from '../support/desk.ts';
import { hearPages, openJoined, shownTo, type Joined } from '../support/joined-product.ts';
import { holding } from '../support/product.ts';
import { cdata, messageXml } from '../support/wechat-pushes.ts';
import { waitFor } from '../support/wait-for.ts';

const onlyPushAddresses = (behaviour: string) =>
  holding(0)(behaviour).replace(/^onlyPushAddresses: .*$/m, 'onlyPushAddresses: true');

let joined: Joined;
let agent: Caller;
beforeAll(async () => {
  joined = await openJoined({ mode: 'plain', edit: onlyPushAddresses });
  agent = await joined.signIn();
}, 60_000);
afterAll(() => joined.close());

/** A push that is rightly signed, from an address of our choice. @returns its status and body */
function pushFrom(localAddress: string, content: string): Promise<string> {
  const [timestamp, nonce] = [String(Math.floor(joined.clock().getTime() / 1000)), content];
  const signature = sign([joined.account.token, timestamp, nonce]);
  const query = new URLSearchParams({ timestamp, nonce, signature });
  const url = `${joined.base()}/wechat?${query.toString()}`;
  return new Promise((resolve, reject) => {
    const call = request(url, { method: 'POST', localAddress, agent: false }, (answer) => {
      let body = '';
      answer.on('data', (chunk: Buffer) => (body += chunk.toString()));
      answer.on('end', () => resolve(`${answer.statusCode} ${body}`));
    });
    call.on('error', reject);
    call.end(messageXml('text', { FromUserName: cdata('oSampleFrom'), Content: cdata(content) }));
  });
}

describe('the account, while the product runs', () => {
  it('is told to the operator at the start where its menu is not the planned one', async () => {
    const line = await waitFor(() => joined.lines.find((one) => one.includes('the live menu is not what')));

    expect(line).toMatch(/\+ \S+/);
  });

  it('lets in pushes from the addresses that WeChat names, and refuses all others like a forgery', async () => {
    expect(await pushFrom('127.0.0.1', 'a')).toMatch(/^200 <xml>/);
    expect(await pushFrom('127.0.0.2', 'b')).toBe('403 refused');
  });

  it.each(['verify_expired', 'qualification_verify_fail', 'naming_verify_fail'])(
    'calls the administrator when WeChat says %s, and tells no customer',
    async (event) => {
      const pages = await hearPages(joined, agent);
      const before = shownTo(joined, 'oSampleAccount').length;

      const at = Math.floor(joined.clock().getTime() / 1000);
      await joined.simulator.pushes.event('oSampleAccount', event, { ExpiredTime: at, FailTime: at, FailReason: 'x' });

      await waitFor(() => pages.heard('page.account_alarm'));
      expect(shownTo(joined, 'oSampleAccount')).toHaveLength(before);
      await pages.stop();
    },
  );
});

describe('the first evening', () => {
  it('is for listed testers; the rest get one honest text with the official phone, and learn what to have listed', async () => {
    const tester = 'oSampleTester';
    const { pushes } = joined.simulator;
    await joined.restart({ edit: (yaml) => yaml.replace('testersOnly: false', 'testersOnly: true') });
    await pushes.text(tester, '转人工');
    expect(shownTo(joined, tester).at(-1)).toMatch(/正在准备中[^]*官方客服 [\d-]+/);
    await pushes.text(tester, 'openid');
    expect(shownTo(joined, tester).at(-1)).toBe(tester);

    await joined.restart({ edit: (yaml) => yaml.replace('testers: []', `testers: [${tester}]`) });
    await pushes.text(tester, '转人工');
    await pushes.text('oSampleStranger', '转人工');

    expect(shownTo(joined, tester).at(-1)).toContain('一句话');
    expect(shownTo(joined, 'oSampleStranger').at(-1)).toContain('正在准备中');
  }, 60_000);
});

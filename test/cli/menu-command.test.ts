import { afterEach, describe, expect, it } from '@jest/globals';
import { prepareGoLive } from '../../src/cli/go-live.ts';
import { restoreMenu, runMenu } from '../../src/cli/menu-command.ts';
import type { WechatMenu } from '../../src/wechat/menu.ts';
import { startFakeApi, type FakeApi } from '../support/fake-wechat-api.ts';
import { clientOf } from '../support/wechat-client.ts';

const planned: WechatMenu = {
  button: [{ name: '客服帮助', sub_button: [{ name: '联系客服', type: 'click', key: 'help.contact' }] }],
};
let api: FakeApi;

/** WeChat as far as it keeps a menu. */
async function account(menu?: WechatMenu) {
  let live = menu;
  let unreadable = false;
  api = await startFakeApi({
    '/cgi-bin/menu/get': () => {
      if (unreadable) return { errcode: 48001, errmsg: 'api unauthorized' };
      return live ? { menu: live } : { errcode: 46003, errmsg: 'menu no exist' };
    },
    '/cgi-bin/menu/create': ({ body }) => {
      live = JSON.parse(body.toString()) as WechatMenu;
      return { errcode: 0, errmsg: 'ok' };
    },
    '/cgi-bin/menu/delete': () => {
      live = undefined;
      return { errcode: 0, errmsg: 'ok' };
    },
    '/cgi-bin/get_current_selfmenu_info': () => ({ is_menu_open: 1 }),
    '/cgi-bin/get_current_autoreply_info': () => ({ is_autoreply_open: 0 }),
  });
  const { client } = clientOf(api.base);
  const printed: string[] = [];
  const print = (line: string) => printed.push(line);
  const run = (apply: boolean, plan = planned) =>
    runMenu({ planned: plan, client, print: (line) => printed.push(line) }, { apply });
  /** What `npm run doctor -- go-live` saves. */
  async function saved(): Promise<string> {
    let text = '';
    await prepareGoLive({
      ...{ client, print, clock: () => new Date('2026-11-22T12:00:00Z'), callTest: undefined },
      save: (name, present) => Promise.resolve(((text = present), name)),
      opening: { testersOnly: false, testers: [] },
    });
    return text;
  }
  const restore = (text: string) => restoreMenu({ client, print }, text);
  return { run, saved, restore, printed, live: () => live, hide: () => (unreadable = true) };
}

afterEach(() => api.close());

describe('npm run menu', () => {
  it('plans without changing anything, and says by its exit code that something is to do', async () => {
    const { run, printed, live } = await account();

    expect(await run(false)).toBe(2);
    expect(printed).toEqual(['+ 客服帮助', '+ 客服帮助 › 联系客服']);
    expect(live()).toBeUndefined();
  });

  it('applies the plan, and then finds nothing to do', async () => {
    const { run, printed, live } = await account({ button: [{ name: '旧', type: 'click', key: 'old' }] });

    expect(await run(true)).toBe(0);
    expect(live()).toEqual(planned);
    expect(await run(false)).toBe(0);
    expect(printed.at(-1)).toBe('The menu is as planned.');
  });

  it('names what WeChat would refuse before WeChat does', async () => {
    const { run, printed } = await account();

    expect(await run(true, { button: [{ name: '账户安全中心', type: 'click', key: 'k' }] })).toBe(1);
    expect(printed).toEqual(['menu.yaml: 账户安全中心: has a name of 18 bytes of UTF-8, not 1 to 16']);
    expect(api.calls).toEqual([]);
  });

  it('says in words why WeChat refused', async () => {
    api = await startFakeApi({
      '/cgi-bin/menu/get': () => ({ errcode: 48001, errmsg: 'api unauthorized rid: 65f0a1b2-12345678-0000ffff' }),
    });
    const printed: string[] = [];
    const { client } = clientOf(api.base);

    expect(await runMenu({ planned, client, print: (line) => printed.push(line) }, { apply: true })).toBe(1);
    expect(printed.join()).toMatch(/48001 api unauthorized \(rid 65f0a1b2-12345678-0000ffff\)\. 账号没有此接口的权限/);
  });
});

describe('npm run menu -- restore', () => {
  it.each([
    ['made by API', { button: [{ name: '旧', sub_button: [{ name: '旧一', type: 'click', key: 'old' }] }] }],
    ['none', undefined],
  ])('brings back what was there before the first evening: %s', async (_, before) => {
    const { run, saved, restore, live } = await account(before);
    const file = await saved();
    await run(true);
    expect(live()).toEqual(planned);

    expect(await restore(file)).toBe(0);

    expect(live()).toEqual(before);
  });

  it.each(['no JSON', '{}', '{"apiMenu":[{"name":1}]}'])(
    'changes nothing for a file without a menu: %s',
    async (text) => {
      const { restore, live } = await account(planned);

      expect(await restore(text)).toBe(1);

      expect(live()).toEqual(planned);
    },
  );

  it('never takes a menu that could not be read for none', async () => {
    const { saved, restore, live, hide } = await account(planned);
    hide();

    expect(await restore(await saved())).toBe(1);

    expect(live()).toEqual(planned);
  });
});

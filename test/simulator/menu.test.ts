import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { textAt } from '../../src/simulator/wire/xml.ts';
import { apiClient, type ApiClient } from './support/api-client.ts';
import { silent, startSimulator, type Started } from './support/echo-product.ts';

let started: Started;
let client: ApiClient;
beforeEach(async () => {
  started = await startSimulator(silent);
  client = await apiClient(started.api);
});
afterEach(() => started.stop());

const click = { type: 'click', name: '联系客服', key: 'contact' };
const view = { type: 'view', name: '帮助中心', url: 'https://example.com/help' };
const create = (...button: object[]) => client.post('/cgi-bin/menu/create', { button });

describe('a menu', () => {
  it.each<[string, object[], number]>([
    ['no button', [], 40016],
    ['four buttons', [click, click, click, click], 40016],
    ['a name of 17 bytes', [{ ...click, name: 'a'.repeat(17) }], 40018],
    ['no name', [{ ...click, name: '' }], 40018],
    ['a type that there is not', [{ ...click, type: 'dance' }], 40017],
    ['a key of 129 bytes', [{ ...click, key: 'a'.repeat(129) }], 40019],
    ['no key', [{ type: 'click', name: '联系客服' }], 40019],
    ['an address that is none', [{ ...view, url: 'help' }], 40055],
    ['an address of 1,025 bytes', [{ ...view, url: 'https://example.com/'.padEnd(1025, 'a') }], 40020],
    ['six below one', [{ name: '客服帮助', sub_button: Array.from({ length: 6 }, () => click) }], 40023],
    ['a name of 61 bytes below', [{ name: '客服帮助', sub_button: [{ ...click, name: 'a'.repeat(61) }] }], 40025],
    ['a third level', [{ name: '一', sub_button: [{ name: '二', sub_button: [click] }] }], 40022],
    ['a mini program without its page', [{ type: 'miniprogram', name: '小程序', appid: 'wx1', url: view.url }], 40019],
  ])('is refused with %s', async (_, buttons, code) => {
    expect((await create(...buttons)).errcode).toBe(code);
    expect(started.simulator.menu()).toEqual([]);
  });

  it('is taken with names of 16 bytes above and 60 below', async () => {
    const below = { ...click, name: '长'.repeat(20) };

    expect((await create({ name: '客服帮助按'.padEnd(6, 'a'), sub_button: [below] })).errcode).toBe(0);
  });

  it('can be read, and deleted with those that depend on it', async () => {
    expect((await client.get('/cgi-bin/menu/get')).errcode).toBe(46003);
    expect(
      (await client.post('/cgi-bin/menu/addconditional', { button: [click], matchrule: { tag_id: '2' } })).errcode,
    ).toBe(65303);
    await create(click);
    const { menuid } = await client.post('/cgi-bin/menu/addconditional', {
      button: [view],
      matchrule: { tag_id: '2' },
    });

    expect(await client.get('/cgi-bin/menu/get')).toMatchObject({
      menu: { button: [click] },
      conditionalmenu: [{ button: [view], matchrule: { tag_id: '2' }, menuid }],
    });
    expect(await client.get('/cgi-bin/get_current_selfmenu_info')).toMatchObject({ is_menu_open: 1 });
    await client.get('/cgi-bin/menu/delete');
    expect((await client.get('/cgi-bin/menu/get')).errcode).toBe(46003);
  });
});

describe('a tap on the menu', () => {
  const place = { Location_X: '31.2304', Location_Y: '121.4737', Scale: '16', Label: '示例地点', Poiname: '' };

  it.each<[string, object, object[]]>([
    ['click', { key: 'k' }, [{ Event: 'CLICK', EventKey: 'k' }]],
    ['view', { url: 'https://example.com/a' }, [{ Event: 'VIEW', EventKey: 'https://example.com/a' }]],
    ['scancode_waitmsg', { key: 'k' }, [{ Event: 'scancode_waitmsg', ScanCodeInfo: { ScanType: 'qrcode' } }]],
    ['pic_weixin', { key: 'k' }, [{ Event: 'pic_weixin', SendPicsInfo: { Count: '1' } }]],
    ['location_select', { key: 'k' }, [{ Event: 'location_select', SendLocationInfo: place }, { MsgType: 'location' }]],
    [
      'miniprogram',
      { appid: 'wx1', pagepath: 'p/index', url: view.url },
      [{ Event: 'view_miniprogram', EventKey: 'p/index' }],
    ],
    ['article_id', { article_id: 'A' }, []],
  ])('pushes what a %s button pushes', async (type, fields, expected) => {
    await create({ name: '客服帮助', sub_button: [{ type, name: '联系客服', ...fields }] });

    await started.simulator.pushes.tap('o1', '客服帮助/联系客服');

    expect(started.pushes.map(({ plain }) => plain)).toMatchObject(expected);
  });

  it('finds a button by its key, too', async () => {
    await create(view, click);

    await started.simulator.pushes.tap('o1', 'contact');

    expect(textAt(started.pushes[0]?.plain, 'EventKey')).toBe('contact');
  });

  it('needs a button', async () => {
    await expect(started.simulator.pushes.tap('o1', '没有')).rejects.toThrow('no button');
  });
});

import { describe, expect, it } from '@jest/globals';
import { menuFaults } from '../../src/wechat/menu-rules.ts';
import { diffMenu, readLiveMenu, type MenuButton, type WechatMenu } from '../../src/wechat/menu.ts';

const click = (name: string, key = 'k'): MenuButton => ({ name, type: 'click', key });
const parent = (name: string, ...items: MenuButton[]): MenuButton => ({ name, sub_button: items });
const menu: WechatMenu = {
  button: [
    parent('客服帮助', click('联系客服', 'contact'), click('在线咨询', 'consult')),
    { name: '官网', type: 'view', url: 'https://example.com/' },
  ],
};

describe('the rules for menus', () => {
  it('let pass what WeChat takes, to the byte', () => {
    expect(menuFaults(menu)).toEqual([]);
    expect(menuFaults({ button: [parent('客服帮助a', click('好'.repeat(20), 'k'.repeat(128)))] })).toEqual([]);
    expect(
      menuFaults({ button: [{ name: '小程序', type: 'miniprogram', appid: 'wx1', pagepath: 'p', url: 'http://a.b' }] }),
    ).toEqual([]);
  });

  it.each<[string, readonly MenuButton[], string]>([
    ['no buttons', [], 'has 0 buttons'],
    ['four buttons', ['a', 'b', 'c', 'd'].map((name) => click(name)), 'has 4 buttons'],
    [
      'six buttons below one',
      [parent('a', ...['1', '2', '3', '4', '5', '6'].map((name) => click(name)))],
      'has 6 buttons',
    ],
    ['nothing below a parent', [parent('a')], 'has 0 buttons'],
    ['a top name of 18 bytes', [click('账户安全中心')], 'a name of 18 bytes'],
    ['a name of 63 bytes', [parent('a', click('好'.repeat(21)))], 'a name of 63 bytes'],
    ['no name', [click('')], 'a name of 0 bytes'],
    ['a name twice', [parent('a', click('b'), click('b'))], 'two buttons named b'],
    ['a type on a parent', [{ ...parent('a', click('b')), type: 'click' }], 'no type'],
    ['no type on a leaf', [{ name: 'a' }], 'no type that WeChat knows: none'],
    ['an unknown type', [{ name: 'a', type: 'dance' }], 'no type that WeChat knows: dance'],
    ['a click without its key', [{ name: 'a', type: 'click' }], 'needs key'],
    ['a key of 129 bytes', [click('a', 'k'.repeat(129))], 'a key of 129 bytes'],
    [
      'an address of 1,025 bytes',
      [{ name: 'a', type: 'view', url: `https://e.com/${'x'.repeat(1011)}` }],
      'a url of 1025',
    ],
    ['an address that is none', [{ name: 'a', type: 'view', url: 'javascript:x' }], 'no address'],
    [
      'a mini program without its page',
      [{ name: 'a', type: 'miniprogram', appid: 'w', url: 'https://e.com' }],
      'needs pagepath',
    ],
    ['a third level', [parent('a', parent('b', click('c')))], 'there is no third'],
    ['what the type does not take', [{ ...click('a'), url: 'https://e.com' }], 'has url'],
  ])('name %s', (_, button, problem) => {
    expect(menuFaults({ button }).map((fault) => fault.problem)).toContainEqual(expect.stringContaining(problem));
  });
});

describe('comparing menus', () => {
  const asLive = ({ button }: WechatMenu) =>
    button.map((one) => ({ ...one, sub_button: (one.sub_button ?? []).map((item) => ({ ...item, sub_button: [] })) }));

  it('finds the live menu the same, as WeChat tells it', () => {
    expect(readLiveMenu(asLive(menu))).toEqual(menu);
    expect(diffMenu(menu, readLiveMenu(asLive(menu)))).toEqual([]);
  });

  it('tells what is new, gone, moved or does something else', () => {
    const live: WechatMenu = {
      button: [
        parent('客服帮助', click('在线咨询', 'consult'), click('联系客服', 'old')),
        parent('安全中心', click('举报', 'report')),
      ],
    };

    expect(diffMenu(menu, live)).toEqual([
      { kind: 'removed', at: '安全中心' },
      { kind: 'removed', at: '安全中心 › 举报' },
      { kind: 'added', at: '官网' },
      { kind: 'changed', at: '客服帮助 › 联系客服', from: 'click old', to: 'click contact' },
      { kind: 'moved', at: '客服帮助 › 联系客服' },
      { kind: 'moved', at: '客服帮助 › 在线咨询' },
    ]);
  });

  it('counts every button as new where there is no menu', () => {
    expect(diffMenu(menu, undefined).map(({ kind }) => kind)).toEqual(['added', 'added', 'added', 'added']);
  });

  it('does not read what is no menu', () => {
    expect(readLiveMenu([{ title: 'x' }])).toBeUndefined();
  });
});

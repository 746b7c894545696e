import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { parseMenu, toWechatMenu } from '../../src/knowledge/menu.ts';
import type { Menu } from '../../src/knowledge/menu.ts';
import { configDir, shippedKnowledge, valueOf } from './shipped.ts';

const small = `
buttons:
  - name: 客服帮助
    items: [{ name: 联系客服, key: help.contact }, { name: 官网, url: https://wallet.example/ }]
keys:
  help.contact: { choices: { head: 请选择, items: [{ text: 转人工, key: help.human }] } }
  help.human: { intent: human }
  safe.theft: { entry: theft }
`;
const entryIds = new Set(['theft']);

async function shippedMenu(): Promise<Menu> {
  const { byId } = await shippedKnowledge();
  return valueOf(parseMenu(await readFile(path.join(configDir, 'menu.yaml'), 'utf8'), new Set(byId.keys())));
}

describe('the account’s menu', () => {
  it('says what each click key does', () => {
    const { actions } = valueOf(parseMenu(small, entryIds));

    expect(actions.get('help.human')).toEqual({ kind: 'intent', intent: 'human' });
    expect(actions.get('safe.theft')).toEqual({ kind: 'entry', entry: 'theft' });
    expect(actions.get('help.contact')).toMatchObject({ kind: 'choices', choices: { head: '请选择' } });
  });

  it('is told to WeChat as clicks and views under their button', () => {
    expect(toWechatMenu(valueOf(parseMenu(small, entryIds)))).toEqual({
      button: [
        {
          name: '客服帮助',
          sub_button: [
            { type: 'click', name: '联系客服', key: 'help.contact' },
            { type: 'view', name: '官网', url: 'https://wallet.example/' },
          ],
        },
      ],
    });
  });

  it.each([
    ['a key that does nothing', small.replace('help.human:', 'help.person:'), 'keys.help.contact.转人工'],
    ['an entry that is not there', small.replace('entry: theft', 'entry: nowhere'), 'keys.safe.theft'],
    ['a name that WeChat would refuse', small.replace('客服帮助', '客服帮助中心'), 'buttons.0.name'],
    ['a link without TLS', small.replace('https:', 'http:'), 'buttons.0.items.1.url'],
  ])('is refused with %s', (_, text, at) => {
    expect(parseMenu(text, entryIds)).toMatchObject({ ok: false, error: [{ file: 'menu.yaml', at }] });
  });
});

describe('the shipped menu', () => {
  it('has a button that reads 客服帮助, with 联系客服 and 在线咨询 under it', async () => {
    const { buttons } = await shippedMenu();

    expect(buttons.find(({ name }) => name === '客服帮助')?.items.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['联系客服', '在线咨询', '帮助中心']),
    );
  });

  it('offers 转人工 first among the ways of contact', async () => {
    const { actions } = await shippedMenu();

    const contact = actions.get('help.contact');
    expect(contact?.kind === 'choices' && contact.choices.items[0]).toEqual({ text: '转人工', key: 'help.consult' });
  });
});

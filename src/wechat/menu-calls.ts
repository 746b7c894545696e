import { ok } from '../lib/result.ts';
import { Anything, Done, MenuAnswer } from './answers.ts';
import type { Caller, Outcome } from './call.ts';

export function createMenuCalls(call: Caller) {
  async function createMenu(menu: object): Outcome<undefined> {
    const path = '/cgi-bin/menu/create';
    return call({ path, kind: 'act', invoke: (api, back) => api._createMenu(menu, back), answer: Done });
  }

  /** The menu made by API. @returns undefined where there is none */
  async function getMenu(): Outcome<readonly unknown[] | undefined> {
    const path = '/cgi-bin/menu/get';
    const result = await call({ path, kind: 'read', invoke: (api, back) => api._getMenu(back), answer: MenuAnswer });
    if (!result.ok) return result.error.name === 'no_menu' ? ok(undefined) : result;
    return ok(result.value.menu.button);
  }

  /** Conditional menus go with it. */
  async function deleteMenu(): Outcome<undefined> {
    const path = '/cgi-bin/menu/delete';
    const result = await call({ path, kind: 'act', invoke: (api, back) => api._removeMenu(back), answer: Done });
    return !result.ok && result.error.name === 'no_menu' ? ok(undefined) : result;
  }

  /** The menu that customers see, wherever it was made, as WeChat describes it. */
  async function getCurrentSelfMenu(): Outcome<Readonly<Record<string, unknown>>> {
    const path = '/cgi-bin/get_current_selfmenu_info';
    return call({ path, kind: 'read', invoke: (api, back) => api._getMenuConfig(back), answer: Anything });
  }

  /** The console's automatic replies, which switching on the server address disables. */
  async function getAutoreplyInfo(): Outcome<Readonly<Record<string, unknown>>> {
    const path = '/cgi-bin/get_current_autoreply_info';
    return call({ path, kind: 'read', invoke: (api, back) => api._getJson(path, back), answer: Anything });
  }

  return { createMenu, getMenu, deleteMenu, getCurrentSelfMenu, getAutoreplyInfo };
}

import type { Customers } from '../state/customers.ts';
import type { Button, Menus } from '../state/menu.ts';
import { done, fieldsIn, listIn, refuse, textIn, type Endpoints, type Fields } from './call.ts';
import { menuFault, toButtons } from './menu-rules.ts';

const noMenu = refuse(46003, 'menu no exist');

/** Menus, standard and conditional, and what the console's own settings were before. */
export function menuEndpoints({ menus, customers }: { menus: Menus; customers: Customers }): Endpoints {
  return {
    '/cgi-bin/menu/create': {
      method: 'POST',
      daily: 1000,
      answer: ({ body }) => {
        const fault = menuFault(body);
        if (fault) return fault;
        menus.set(toButtons(listIn(body, 'button')));
        return done;
      },
    },
    '/cgi-bin/menu/get': { method: 'GET', daily: 10_000, answer: () => current(menus) },
    '/cgi-bin/menu/delete': {
      method: 'GET',
      daily: 1000,
      answer: () => {
        menus.clear();
        return done;
      },
    },
    '/cgi-bin/menu/addconditional': { method: 'POST', daily: 2000, answer: ({ body }) => addConditional(body, menus) },
    '/cgi-bin/menu/delconditional': {
      method: 'POST',
      daily: 2000,
      answer: ({ body }) =>
        menus.dropConditional(textIn(body, 'menuid')) ? done : refuse(65301, 'not exist conditional menu'),
    },
    '/cgi-bin/menu/trymatch': {
      method: 'POST',
      daily: 20_000,
      answer: ({ body }) => {
        if (!customers.has(textIn(body, 'user_id'))) return refuse(65302, 'no such user');
        const standard = menus.standard();
        return standard ? { menu: { button: standard.button } } : noMenu;
      },
    },
    '/cgi-bin/get_current_selfmenu_info': {
      method: 'GET',
      daily: 10_000,
      answer: () => ({
        is_menu_open: menus.standard() ? 1 : 0,
        selfmenu_info: { button: menus.buttons().map(asSelfMenu) },
      }),
    },
    '/cgi-bin/get_current_autoreply_info': {
      method: 'GET',
      daily: 10_000,
      answer: () => ({ is_add_friend_reply_open: 0, is_autoreply_open: 0 }),
    },
  };
}

function current(menus: Menus): Fields {
  const standard = menus.standard();
  if (!standard) return noMenu;
  const conditionalmenu = menus.conditional();
  return { menu: standard, ...(conditionalmenu.length > 0 ? { conditionalmenu } : {}) };
}

function addConditional(body: Fields, menus: Menus): Fields {
  if (!menus.standard()) return refuse(65303, 'not exist default menu');
  const fault = menuFault(body);
  if (fault) return fault;
  const rule = Object.entries(fieldsIn(body, 'matchrule') ?? {}).map(([name, value]) => [name, String(value)]);
  if (rule.length === 0) return refuse(65305, 'matchrule should not be empty');
  return {
    menuid: menus.addConditional(toButtons(listIn(body, 'button')), Object.fromEntries(rule) as Record<string, string>),
  };
}

/** This one wraps the buttons below a button once more than menu/get does. */
function asSelfMenu({ sub_button, ...button }: Button): Fields {
  return sub_button?.length ? { ...button, sub_button: { list: sub_button.map(asSelfMenu) } } : button;
}

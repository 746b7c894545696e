import type { Button } from '../state/menu.ts';
import { listIn, refuse, textIn, type Fields, type Refusal } from './call.ts';

const limits = { buttons: 3, subButtons: 5, nameBytes: 16, subNameBytes: 60, keyBytes: 128, urlBytes: 1024 };

/** What each type of button has to carry. */
const needs: Readonly<Record<string, readonly string[]>> = {
  click: ['key'],
  view: ['url'],
  scancode_push: ['key'],
  scancode_waitmsg: ['key'],
  pic_sysphoto: ['key'],
  pic_photo_or_album: ['key'],
  pic_weixin: ['key'],
  location_select: ['key'],
  media_id: ['media_id'],
  view_limited: ['media_id'],
  article_id: ['article_id'],
  article_view_limited: ['article_id'],
  miniprogram: ['appid', 'pagepath', 'url'],
};

/** A top button and one below it are refused with different codes. */
type Level = { count: number; name: number; type: number; key: number; url: number; maxCount: number; maxName: number };
const topLevel: Level = {
  count: 40016,
  type: 40017,
  name: 40018,
  key: 40019,
  url: 40020,
  maxCount: limits.buttons,
  maxName: limits.nameBytes,
};
const subLevel: Level = {
  count: 40023,
  type: 40024,
  name: 40025,
  key: 40026,
  url: 40027,
  maxCount: limits.subButtons,
  maxName: limits.subNameBytes,
};

/** Why WeChat refuses a menu; undefined where it takes it. @see WeChat Official Accounts, "Create a custom menu" */
export function menuFault(menu: Fields): Refusal | undefined {
  return levelFault(listIn(menu, 'button'), topLevel);
}

function levelFault(buttons: readonly Fields[], level: Level): Refusal | undefined {
  if (buttons.length < 1 || buttons.length > level.maxCount) return refuse(level.count, 'invalid button size');
  for (const button of buttons) {
    const fault = nameFault(button, level) ?? contentFault(button, level);
    if (fault) return fault;
  }
  return undefined;
}

function nameFault(button: Fields, level: Level): Refusal | undefined {
  const bytes = Buffer.byteLength(textIn(button, 'name'));
  return bytes < 1 || bytes > level.maxName ? refuse(level.name, 'invalid button name size') : undefined;
}

function contentFault(button: Fields, level: Level): Refusal | undefined {
  const children = listIn(button, 'sub_button');
  if (children.length > 0) {
    return level === topLevel ? levelFault(children, subLevel) : refuse(40022, 'invalid sub button level');
  }
  const type = textIn(button, 'type');
  const needed = Object.hasOwn(needs, type) ? needs[type] : undefined;
  if (!needed) return refuse(level.type, 'invalid button type');
  return needed.map((name) => valueFault(name, textIn(button, name), level)).find((fault) => fault !== undefined);
}

function valueFault(name: string, value: string, level: Level): Refusal | undefined {
  const bytes = Buffer.byteLength(value);
  if (name === 'url') {
    if (bytes > limits.urlBytes) return refuse(level.url, 'invalid button url size');
    return /^https?:\/\/./.test(value)
      ? undefined
      : refuse(level === topLevel ? 40055 : 40054, 'invalid button url domain');
  }
  return bytes < 1 || bytes > limits.keyBytes ? refuse(level.key, 'invalid button key size') : undefined;
}

/** The buttons of a menu that has no fault, with nothing but what WeChat keeps. */
export function toButtons(list: readonly Fields[]): Button[] {
  return list.map((button): Button => {
    const children = listIn(button, 'sub_button');
    const name = textIn(button, 'name');
    if (children.length > 0) return { name, sub_button: toButtons(children) };
    const type = textIn(button, 'type');
    const kept = (needs[type] ?? []).map((field) => [field, textIn(button, field)] as const);
    return { type, name, ...Object.fromEntries(kept), sub_button: [] };
  });
}

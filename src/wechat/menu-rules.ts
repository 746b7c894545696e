import { buttonFields, wayOf, type ButtonField, type MenuButton, type WechatMenu } from './menu.ts';

export type MenuFault = { readonly at: string; readonly problem: string };

/** What each type of button needs, and nothing else. @see WeChat Official Accounts, "Custom menu: create" */
const fieldsOf: ReadonlyMap<string, readonly ButtonField[]> = new Map<string, readonly ButtonField[]>([
  ...(
    [
      'click',
      'scancode_push',
      'scancode_waitmsg',
      'pic_sysphoto',
      'pic_photo_or_album',
      'pic_weixin',
      'location_select',
    ] as const
  ).map((type) => [type, ['key']] as const),
  ['view', ['url']],
  ['media_id', ['media_id']],
  ['view_limited', ['media_id']],
  ['article_id', ['article_id']],
  ['article_view_limited', ['article_id']],
  ['miniprogram', ['appid', 'pagepath', 'url']],
]);

const mostBytes: Readonly<Partial<Record<ButtonField, number>>> = { key: 128, url: 1024 };
const top = { mostButtons: 3, mostNameBytes: 16 };
const below = { mostButtons: 5, mostNameBytes: 60 };

/** Everything for which WeChat would refuse the menu, all at once; WeChat itself tells one, by number. */
export function menuFaults({ button }: WechatMenu): MenuFault[] {
  const faults = [...countFaults(button, top.mostButtons, ''), ...nameTwice(button, '')];
  for (const one of button) {
    faults.push(...nameFaults(one, top.mostNameBytes, one.name));
    if (one.sub_button === undefined) faults.push(...leafFaults(one, one.name));
    else faults.push(...parentFaults(one, one.sub_button));
  }
  return faults;
}

function parentFaults(parent: MenuButton, buttons: readonly MenuButton[]): MenuFault[] {
  const faults = [...countFaults(buttons, below.mostButtons, parent.name), ...nameTwice(buttons, parent.name)];
  if (parent.type !== undefined) faults.push({ at: parent.name, problem: 'has buttons below it, and so no type' });
  for (const one of buttons) {
    const at = wayOf(parent, one);
    faults.push(...nameFaults(one, below.mostNameBytes, at), ...leafFaults(one, at));
    if (one.sub_button !== undefined) faults.push({ at, problem: 'is on the second level: there is no third' });
  }
  return faults;
}

function countFaults(buttons: readonly MenuButton[], most: number, at: string): MenuFault[] {
  if (buttons.length >= 1 && buttons.length <= most) return [];
  return [{ at, problem: `has ${buttons.length} buttons, not 1 to ${most}` }];
}

function nameFaults({ name }: MenuButton, most: number, at: string): MenuFault[] {
  const bytes = Buffer.byteLength(name, 'utf8');
  if (bytes >= 1 && bytes <= most) return [];
  return [{ at, problem: `has a name of ${bytes} bytes of UTF-8, not 1 to ${most}` }];
}

function leafFaults(button: MenuButton, at: string): MenuFault[] {
  const needed = fieldsOf.get(button.type ?? '');
  if (needed === undefined) return [{ at, problem: `has no type that WeChat knows: ${button.type ?? 'none'}` }];
  return buttonFields.flatMap((field) => {
    const problem = fieldProblem(field, button[field], needed.includes(field) || field === 'type');
    return problem === undefined ? [] : [{ at, problem }];
  });
}

function fieldProblem(field: ButtonField, value: string | undefined, isNeeded: boolean): string | undefined {
  if (value === undefined) return isNeeded ? `needs ${field}` : undefined;
  if (!isNeeded) return `has ${field}, which its type does not take`;
  const bytes = Buffer.byteLength(value, 'utf8');
  const most = mostBytes[field] ?? Infinity;
  if (bytes < 1 || bytes > most) return `has a ${field} of ${bytes} bytes of UTF-8, not 1 to ${most}`;
  return field === 'url' && !/^https?:\/\//.test(value) ? 'has a url that is no address' : undefined;
}

/** WeChat would take it; customers could not tell the two apart, and neither could a comparison. */
function nameTwice(buttons: readonly MenuButton[], at: string): MenuFault[] {
  const names = buttons.map(({ name }) => name);
  const again = new Set(names.filter((name, place) => names.indexOf(name) !== place));
  return [...again].map((name) => ({ at, problem: `has two buttons named ${name}` }));
}

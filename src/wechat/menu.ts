import { z } from 'zod';

/** A menu as WeChat's API takes and gives it. A button has a type, or buttons below it. */
export type WechatMenu = { readonly button: readonly MenuButton[] };
export type MenuButton = Readonly<Partial<Record<ButtonField, string>>> & {
  readonly name: string;
  readonly sub_button?: readonly MenuButton[];
};

export const buttonFields = ['type', 'key', 'url', 'appid', 'pagepath', 'media_id', 'article_id'] as const;
export type ButtonField = (typeof buttonFields)[number];

/** A button is named by its way: `客服帮助 › 联系客服`. */
export type MenuChange =
  | { readonly kind: 'added' | 'removed' | 'moved'; readonly at: string }
  | { readonly kind: 'changed'; readonly at: string; readonly from: string; readonly to: string };

/** What would change if `planned` were applied; nothing where the live menu says the same. */
export function diffMenu(planned: WechatMenu, live: WechatMenu | undefined): MenuChange[] {
  const [before, after] = [describe(live ?? { button: [] }), describe(planned)];
  const kept = [...after.keys()].filter((at) => before.has(at));
  const keptBefore = [...before.keys()].filter((at) => after.has(at));
  return [
    ...[...before.keys()].filter((at) => !after.has(at)).map((at) => ({ kind: 'removed', at }) as const),
    ...[...after.keys()].filter((at) => !before.has(at)).map((at) => ({ kind: 'added', at }) as const),
    ...kept.flatMap((at) => changeOf(at, before.get(at) ?? '', after.get(at) ?? '')),
    ...kept.filter((at, place) => keptBefore[place] !== at).map((at) => ({ kind: 'moved', at }) as const),
  ];
}

function changeOf(at: string, from: string, to: string): MenuChange[] {
  return from === to ? [] : [{ kind: 'changed', at, from, to }];
}

/** Each button's way, in order, with what a tap on it does. */
function describe({ button }: WechatMenu): Map<string, string> {
  return new Map(
    button.flatMap((one) => [
      [one.name, doingOf(one)] as const,
      ...(one.sub_button ?? []).map((item) => [wayOf(one, item), doingOf(item)] as const),
    ]),
  );
}

function doingOf(button: MenuButton): string {
  return buttonFields.flatMap((field) => (button[field] === undefined ? [] : [button[field]])).join(' ');
}

/** How a button below another is named in reports: `客服帮助 › 联系客服`. */
export function wayOf(parent: MenuButton, button: MenuButton): string {
  return `${parent.name} › ${button.name}`;
}

const LiveButton = z.object({
  name: z.string(),
  ...(Object.fromEntries(buttonFields.map((field) => [field, z.string().optional()])) as Record<
    ButtonField,
    z.ZodOptional<z.ZodString>
  >),
});
const LiveParent = LiveButton.extend({ sub_button: z.array(LiveButton).optional() });

/** The menu in what menu/get answers, where every button has a `sub_button`, an empty one if need be. */
export function readLiveMenu(buttons: readonly unknown[]): WechatMenu | undefined {
  const parsed = z.array(LiveParent).safeParse(buttons);
  if (!parsed.success) return undefined;
  return { button: parsed.data.map(({ sub_button: items = [], ...one }) => withItems(known(one), items.map(known))) };
}

function withItems(button: MenuButton, items: readonly MenuButton[]): MenuButton {
  return items.length === 0 ? button : { ...button, sub_button: items };
}

function known(button: z.infer<typeof LiveButton>): MenuButton {
  const told = buttonFields.filter((field) => button[field] !== undefined && button[field] !== '');
  return { name: button.name, ...Object.fromEntries(told.map((field) => [field, button[field]])) };
}

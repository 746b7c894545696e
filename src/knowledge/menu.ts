import { z } from 'zod';
import { intents } from '../domain/intent.ts';
import type { Intent } from '../domain/intent.ts';
import type { Fault } from '../lib/fault.ts';
import { err, ok } from '../lib/result.ts';
import type { Result } from '../lib/result.ts';
import { readYaml } from './read-yaml.ts';

/** At most so many bytes of UTF-8. */
function within(bytes: number) {
  return z
    .string()
    .trim()
    .min(1)
    .refine((text) => Buffer.byteLength(text, 'utf8') <= bytes, { error: `is longer than ${bytes} bytes of UTF-8` });
}

// Limits of WeChat's "create custom menu".
const key = z
  .string()
  .regex(/^[a-z][a-z-]*(\.[a-z][a-z0-9-]*)+$/, 'a key is words joined by dots')
  .pipe(within(128));
const Button = z.union([
  z.strictObject({ name: within(60), key }),
  z.strictObject({ name: within(60), url: z.url({ protocol: /^https$/ }).pipe(within(1024)) }),
]);
const Choices = z.strictObject({
  head: within(600),
  items: z
    .array(z.strictObject({ text: within(60), key }))
    .min(1)
    .max(10),
  tail: within(300).optional(),
});
const Action = z.union([
  z.strictObject({ entry: z.string() }),
  z.strictObject({ intent: z.enum(intents) }),
  z.strictObject({ choices: Choices }),
]);

const MenuFile = z.strictObject({
  buttons: z
    .array(z.strictObject({ name: within(16), items: z.array(Button).min(1).max(5) }))
    .min(1)
    .max(3),
  keys: z.record(key, Action),
});

type MenuFile = z.infer<typeof MenuFile>;

/** A question with answers to tap; what a tap on one does is in the menu's `actions`, by its key. */
export type Choices = z.infer<typeof Choices>;

/** What a tap does. `intent` human begins the handoff. */
export type MenuAction =
  | { readonly kind: 'entry'; readonly entry: string }
  | { readonly kind: 'intent'; readonly intent: Intent }
  | { readonly kind: 'choices'; readonly choices: Choices };

export type Menu = {
  readonly buttons: MenuFile['buttons'];
  /** by click key */
  readonly actions: ReadonlyMap<string, MenuAction>;
};

/**
 * The account's menu, from the text of config/menu.yaml.
 *
 * @param entryIds the knowledge base's: a tap that answers with no entry is a fault
 */
export function parseMenu(text: string, entryIds: ReadonlySet<string>, file = 'menu.yaml'): Result<Menu, Fault[]> {
  const read = readYaml(file, text, MenuFile);
  if (!read.ok) return read;
  const faults = [...deadKeys(read.value), ...deadEntries(read.value, entryIds)].map((fault) => ({ file, ...fault }));
  if (faults.length > 0) return err(faults);
  const actions = Object.entries(read.value.keys).map(([name, action]) => [name, toAction(action)] as const);
  return ok({ buttons: read.value.buttons, actions: new Map(actions) });
}

function toAction(action: z.infer<typeof Action>): MenuAction {
  if ('entry' in action) return { kind: 'entry', entry: action.entry };
  if ('intent' in action) return { kind: 'intent', intent: action.intent };
  return { kind: 'choices', choices: action.choices };
}

function deadKeys({ buttons, keys }: MenuFile): Omit<Fault, 'file'>[] {
  const tapped = buttons.flatMap(({ name, items }) =>
    items.flatMap((item) => ('key' in item ? [{ at: `buttons.${name}.${item.name}`, key: item.key }] : [])),
  );
  const offered = Object.entries(keys).flatMap(([name, action]) =>
    'choices' in action ? action.choices.items.map((item) => ({ at: `keys.${name}.${item.text}`, key: item.key })) : [],
  );
  return [...tapped, ...offered]
    .filter((place) => !Object.hasOwn(keys, place.key))
    .map((place) => ({ at: place.at, problem: `${place.key} does nothing: it is not among the keys` }));
}

function deadEntries({ keys }: MenuFile, entryIds: ReadonlySet<string>): Omit<Fault, 'file'>[] {
  return Object.entries(keys)
    .flatMap(([name, action]) => ('entry' in action ? [{ name, entry: action.entry }] : []))
    .filter(({ entry }) => !entryIds.has(entry))
    .map(({ name, entry }) => ({ at: `keys.${name}`, problem: `there is no entry ${entry}` }));
}

type WechatButton =
  | { readonly type: 'click'; readonly name: string; readonly key: string }
  | { readonly type: 'view'; readonly name: string; readonly url: string };

/**
 * The body of WeChat's menu/create.
 *
 * @see WeChat Official Accounts, "Custom menu: create"
 */
export function toWechatMenu({ buttons }: Pick<Menu, 'buttons'>): {
  button: { name: string; sub_button: WechatButton[] }[];
} {
  return {
    button: buttons.map(({ name, items }) => ({
      name,
      sub_button: items.map((item) => ('key' in item ? { type: 'click', ...item } : { type: 'view', ...item })),
    })),
  };
}

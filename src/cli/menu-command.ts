import { z } from 'zod';
import { faultLine } from '../lib/fault.ts';
import type { WechatClient } from '../wechat/client.ts';
import { changeLine, menuChanges } from '../wechat/live-menu.ts';
import { menuFaults } from '../wechat/menu-rules.ts';
import { readLiveMenu, type WechatMenu } from '../wechat/menu.ts';
import { errorLine } from './account.ts';

export type MenuCommand = {
  readonly planned: WechatMenu;
  readonly client: Pick<WechatClient, 'getMenu' | 'createMenu'>;
  readonly print: (line: string) => void;
};

/**
 * Says how the account's menu would change; with `apply` changes it.
 *
 * @returns the exit code: 0 done or nothing to do, 1 refused, 2 a plan that waits to be applied
 */
export async function runMenu(
  { planned, client, print }: MenuCommand,
  { apply }: { readonly apply: boolean },
): Promise<number> {
  const faults = menuFaults(planned);
  for (const fault of faults) print(faultLine({ file: 'menu.yaml', ...fault }));
  if (faults.length > 0) return 1;

  const changes = await menuChanges(planned, client);
  if (!changes.ok) {
    print(errorLine(changes.error));
    return 1;
  }
  for (const change of changes.value) print(changeLine(change));
  if (changes.value.length === 0) {
    print('The menu is as planned.');
    return 0;
  }
  return apply ? applyMenu({ planned, client, print }) : 2;
}

async function applyMenu({ planned, client, print }: MenuCommand): Promise<number> {
  const made = await client.createMenu(planned);
  print(
    made.ok ? 'Applied. Phones show it within five minutes, once the chat is opened again.' : errorLine(made.error),
  );
  return made.ok ? 0 : 1;
}

export type RestoreCommand = {
  readonly client: Pick<WechatClient, 'createMenu' | 'deleteMenu'>;
  readonly print: (line: string) => void;
};

const Saved = z.object({ apiMenu: z.array(z.unknown()).nullable() });

/**
 * Makes the account's menu what it was before the first evening. Where none had been made by API, ours is taken away, and
 * what was made in WeChat's console is shown again.
 *
 * @param text of the file that `npm run doctor -- go-live` saved
 * @returns the exit code
 */
export async function restoreMenu({ client, print }: RestoreCommand, text: string): Promise<number> {
  const menu = savedMenu(text);
  if (menu === undefined) {
    print('No menu was saved in this file: it is none of `npm run doctor -- go-live`, or that could not read it.');
    return 1;
  }
  const done = menu === 'none' ? await client.deleteMenu() : await client.createMenu(menu);
  if (!done.ok) print(errorLine(done.error));
  else print(menu === 'none' ? 'There was no menu made by API: ours is gone.' : 'The menu is what it was.');
  return done.ok ? 0 : 1;
}

function savedMenu(text: string): WechatMenu | 'none' | undefined {
  const parsed = Saved.safeParse(parsedJson(text));
  if (!parsed.success) return undefined;
  return parsed.data.apiMenu === null ? 'none' : readLiveMenu(parsed.data.apiMenu);
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Config } from '../config.ts';
import type { MenuAction } from '../dialogue/scene.ts';
import type { Entry, Understanding } from '../domain/knowledge.ts';
import type { Intent } from '../domain/intent.ts';
import { createKnowledge } from '../knowledge/live.ts';
import type { Knowledge } from '../knowledge/load.ts';
import { createMatcher } from '../knowledge/matching/matcher.ts';
import { parseMenu, type Menu } from '../knowledge/menu.ts';
import { understandText } from '../knowledge/understand.ts';
import type { Clock } from '../lib/clock.ts';
import type { Fault } from '../lib/fault.ts';
import type { Logger } from '../lib/logger.ts';
import { err, ok, type Result } from '../lib/result.ts';

type Deps = { readonly config: Config; readonly clock: Clock; readonly logger: Logger };

/** The knowledge base with its matcher and the menu that leads to it: read again when a file changes. */
export async function startUnderstanding({ config, clock, logger }: Deps): Promise<Result<Understood, Fault[]>> {
  let understand: (text: string) => Understanding = () => {
    throw new Error('The matcher is built before the first message');
  };
  const knowledge = createKnowledge({
    dir: path.join(config.configDir, 'knowledge'),
    facts: config.facts,
    onChange({ entries }) {
      const matcher = createMatcher(entries);
      understand = (text) => understandText(text, { matcher, entries });
    },
    clock,
    logger,
  });
  const started = await knowledge.start();
  if (!started.ok) return started;
  const menu = await readMenu(config.configDir, started.value);
  if (!menu.ok) {
    await knowledge.close();
    return menu;
  }
  const { buttons, actions } = menu.value;
  const keys = keysByText(menu.value);
  return ok({
    understandText: (text) => understand(text),
    entry: (id) => knowledge.current().byId.get(id),
    entryOf: (intent) => knowledge.current().entries.find((entry) => entry.intent === intent),
    menu: (key) => actions.get(key),
    menuKey: (text) => keys.get(text),
    buttons,
    knowledge: () => knowledge.current(),
    close: knowledge.close,
  });
}

export type Understood = {
  readonly understandText: (text: string) => Understanding;
  readonly entry: (id: string) => Entry | undefined;
  readonly entryOf: (intent: Intent) => Entry | undefined;
  readonly menu: (key: string) => MenuAction | undefined;
  readonly menuKey: (text: string) => string | undefined;
  readonly buttons: Menu['buttons'];
  readonly knowledge: () => Knowledge;
  readonly close: () => Promise<void>;
};

async function readMenu(dir: string, { byId }: Knowledge): Promise<Result<Menu, Fault[]>> {
  try {
    return parseMenu(await readFile(path.join(dir, 'menu.yaml'), 'utf8'), new Set(byId.keys()));
  } catch {
    return err([{ file: 'menu.yaml', at: '', problem: 'cannot be read' }]);
  }
}

/** A tapped choice comes back as its text. */
function keysByText({ actions }: Menu): ReadonlyMap<string, string> {
  const items = [...actions.values()].flatMap((action) => (action.kind === 'choices' ? action.choices.items : []));
  return new Map(items.map(({ text, key }) => [text, key]));
}

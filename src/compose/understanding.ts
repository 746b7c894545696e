import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Config } from '../config.ts';
import type { MenuAction } from '../dialogue/scene.ts';
import type { Entry, Match, Understanding } from '../domain/knowledge.ts';
import type { Explained } from '../domain/knowledge-desk.ts';
import type { Notice } from '../domain/notice.ts';
import type { Intent } from '../domain/intent.ts';
import { numbersNamedIn, withAlikeNumbers } from '../knowledge/alike-numbers.ts';
import { createKnowledge, createNotices } from '../knowledge/live.ts';
import { explainText } from '../knowledge/explain-text.ts';
import type { Knowledge, ReadFile } from '../knowledge/load.ts';
import { createLiveMatcher, type LiveMatcher } from '../knowledge/matching/live-matcher.ts';
import { parseMenu, type Menu } from '../knowledge/menu.ts';
import type { Edit } from '../knowledge/overlay.ts';
import { understandText } from '../knowledge/understand.ts';
import type { Clock } from '../lib/clock.ts';
import type { Fault } from '../lib/fault.ts';
import type { Logger } from '../lib/logger.ts';
import { createBoundedMap } from '../lib/bounded-map.ts';
import { err, ok, type Result } from '../lib/result.ts';

type Deps = { readonly config: Config; readonly clock: Clock; readonly logger: Logger };

/** The knowledge base with its matcher and the menu that leads to it: read again when a file changes. */
export async function startUnderstanding({ config, clock, logger }: Deps): Promise<Result<Understood, Fault[]>> {
  let matcher: LiveMatcher | undefined;
  let entries: readonly Entry[] = [];
  let named = numbersNamedIn([]);
  // Thousands write the same few words: what was understood of a short text holds until the knowledge base changes.
  const understood = createBoundedMap<string, Understanding>(4096);
  const understand = (text: string): Understanding =>
    understandTitle(knowledge.current(), text) ?? understandText(text, { matcher: { match }, entries });
  const alike = (text: string): string => withAlikeNumbers(text, named);
  const match = (text: string): Match => {
    if (!matcher) throw new Error('The matcher is built before the first message');
    return matcher.match(text);
  };
  // The store is connected once the files are known to be sound: until then there are no edits.
  let edits: () => Promise<readonly Edit[]> = () => Promise.resolve([]);
  const knowledge = createKnowledge({
    dir: path.join(config.configDir, 'knowledge'),
    facts: config.facts,
    edits: () => edits(),
    async onChange(next) {
      // Learning thousands of phrasings takes a second: after the first time it happens beside, on the old model.
      if (matcher) await matcher.replace(next.entries);
      else matcher = createLiveMatcher(next.entries);
      entries = next.entries;
      named = numbersNamedIn(entries.flatMap(({ title, questions }) => [title, ...questions]));
      understood.clear();
    },
    clock,
    logger,
  });
  const started = await knowledge.start();
  if (!started.ok) return started;
  const notices = createNotices({ dir: config.configDir, clock, logger });
  const menu = await readMenu(config.configDir, started.value);
  const announced = await notices.start();
  if (!menu.ok || !announced.ok) {
    await knowledge.close();
    await notices.close();
    return err([menu, announced].flatMap((read) => (read.ok ? [] : read.error)));
  }
  const { buttons, actions } = menu.value;
  const explained = (text: string) => {
    if (!matcher) throw new Error('The matcher is built before the first message');
    return matcher.explain(text);
  };
  const keys = keysByText(menu.value);
  return ok({
    understandText(said) {
      const text = alike(said);
      const known = understood.get(text);
      if (known) return known;
      const found = understand(text);
      if (text.length <= longestKept) understood.set(text, found);
      return found;
    },
    search: (text) => searchIn(match(text)),
    notices: notices.current,
    entry: (id) => knowledge.current().byId.get(id),
    entryOf: (intent) => knowledge.current().entries.find((entry) => entry.intent === intent),
    menu: (key) => actions.get(key),
    menuKey: (text) => keys.get(text),
    buttons,
    knowledge: () => knowledge.current(),
    base: knowledge.base,
    menuEntries: new Set([...actions.values()].flatMap((action) => (action.kind === 'entry' ? [action.entry] : []))),
    explain: (text) =>
      explainText({
        understanding: understand(alike(text)),
        explanation: explained(text),
        entry: (id) => knowledge.current().byId.get(id),
      }),
    readEdits(from) {
      edits = from;
    },
    reload: knowledge.reload,
    async close() {
      await knowledge.close();
      await notices.close();
    },
  });
}

export type Understood = {
  readonly understandText: (text: string) => Understanding;
  /** ids of the entries that fit a text, likeliest first */
  readonly search: (text: string) => readonly string[];
  readonly notices: () => readonly Notice[];
  readonly entry: (id: string) => Entry | undefined;
  readonly entryOf: (intent: Intent) => Entry | undefined;
  readonly menu: (key: string) => MenuAction | undefined;
  readonly menuKey: (text: string) => string | undefined;
  readonly buttons: Menu['buttons'];
  readonly knowledge: () => Knowledge;
  /** the files alone, without what the store has over them */
  readonly base: () => readonly ReadFile[];
  /** ids of the entries that the menu answers with */
  readonly menuEntries: ReadonlySet<string>;
  /** why a text gets its answer */
  readonly explain: (text: string) => Explained;
  /** from now on what the store has over the files is read too; `reload` brings it in */
  readonly readEdits: (from: () => Promise<readonly Edit[]>) => void;
  readonly reload: () => Promise<boolean>;
  readonly close: () => Promise<void>;
};

/** Longer ones are seldom written twice. */
const longestKept = 32;

/** A tap on an offered title means that entry, whatever else its words could mean. */
function understandTitle({ byTitle }: Knowledge, text: string): Understanding | undefined {
  const entry = byTitle.get(text.trim());
  return entry && { intent: entry.intent, priority: entry.priority, score: 1, entry: entry.id, candidates: [] };
}

/** Below it nothing that was found has to do with the text. */
const leastFit = 0.1;

function searchIn({ score, ranked }: Match): readonly string[] {
  return score < leastFit ? [] : ranked;
}

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

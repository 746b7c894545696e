import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { WrittenEntry } from '../domain/knowledge-desk.ts';
import { createRegistryLookup, parseRegistry } from '../identity/registry.ts';
import { checkEntries } from '../knowledge/check.ts';
import { gatherFacts } from '../knowledge/facts.ts';
import { finding } from '../knowledge/findings.ts';
import { parseHours } from '../knowledge/hours.ts';
import { loadKnowledge, type Knowledge } from '../knowledge/load.ts';
import { createMatcher } from '../knowledge/matching/matcher.ts';
import { parseMenu } from '../knowledge/menu.ts';
import { understandText } from '../knowledge/understand.ts';
import { parseWalletFacts } from '../knowledge/wallet-facts.ts';
import { faultLine, type Fault } from '../lib/fault.ts';
import type { Facts } from '../lib/fill.ts';
import { err, ok, type Result } from '../lib/result.ts';
import { createOutgoingCheck } from '../safety/outgoing-check.ts';
import { parseSafetyConfig } from '../safety/safety-config.ts';

/** The knowledge base of a CONFIG_DIR's files, for the command: no store, no WeChat. */
export function createKnowledgeBase(configDir: string) {
  const read = (name: string): Promise<string> => readFile(path.join(configDir, name), 'utf8');

  async function readFacts(): Promise<Result<Facts, Fault[]>> {
    const wallet = parseWalletFacts(await read('wallet.yaml'));
    const hours = parseHours(await read('hours.yaml'));
    const registry = parseRegistry(await read('registry.yaml'));
    if (!wallet.ok) return wallet;
    if (!hours.ok) return hours;
    if (!registry.ok) return registry;
    return ok(gatherFacts({ wallet: wallet.value, hours: hours.value, registry: registry.value }));
  }

  async function load(): Promise<Result<{ knowledge: Knowledge; facts: Facts }, Fault[]>> {
    const facts = await readFacts();
    if (!facts.ok) return facts;
    const loaded = await loadKnowledge(path.join(configDir, 'knowledge'), facts.value);
    return loaded.ok ? ok({ knowledge: loaded.value, facts: facts.value }) : loaded;
  }

  async function written(): Promise<Result<WrittenEntry[], string[]>> {
    const loaded = await load();
    return loaded.ok ? ok([...loaded.value.knowledge.written.values()]) : err(loaded.error.map(faultLine));
  }

  /** What an editor should look at, a line each; `told` is how much there is. */
  async function check(): Promise<{ readonly told: string; readonly lines: readonly string[] }> {
    const loaded = await load();
    if (!loaded.ok) return { told: '', lines: loaded.error.map(faultLine) };
    const { knowledge, facts } = loaded.value;
    const { topics, entries, byId } = knowledge;
    const phrasings = entries.reduce((sum, { questions }) => sum + questions.length, 0);
    const menu = parseMenu(await read('menu.yaml'), new Set(byId.keys()));
    const lines = [...(await findingsOf(knowledge, facts)), ...(menu.ok ? [] : menu.error.map(faultLine))];
    return { told: `${topics.length} topics, ${entries.length} entries, ${phrasings} phrasings\n`, lines };
  }

  async function findingsOf({ entries }: Knowledge, facts: Facts): Promise<string[]> {
    const matcher = createMatcher(entries);
    const found = checkEntries(entries, {
      match: matcher.match,
      understands: (word) => understandText(word, { matcher, entries }).intent !== undefined,
      appOnly: facts.appOnly ?? '',
    });
    const mayGoOut = await outgoing();
    const refused = entries.flatMap(({ id, title, answer, detail = '', steps = [], prepare = [] }) =>
      [title, answer, detail, steps.join('\n'), prepare.join('\n')].flatMap((text) => {
        const verdict = mayGoOut(text);
        return verdict.ok ? [] : [finding(id, 'outgoing', { reason: verdict.reason })];
      }),
    );
    return [...found, ...refused].map(({ entry, problem }) => `${entry} ${problem}`);
  }

  async function outgoing() {
    const [registry, safety] = [
      parseRegistry(await read('registry.yaml')),
      parseSafetyConfig(await read('safety.yaml')),
    ];
    if (!registry.ok || !safety.ok) throw new Error('registry.yaml or safety.yaml cannot be read');
    const { findIn } = createRegistryLookup(registry.value);
    return createOutgoingCheck({ findIn, publicNumbers: safety.value.publicNumbers });
  }

  return { check, written };
}

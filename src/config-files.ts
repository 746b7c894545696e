import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { recordsShape, type RecordsConfig } from './config-records.ts';
import type { WindowRules } from './customers/window.ts';
import type { Registry } from './domain/registry.ts';
import { replyKeys, type Replies, type ReplyKey } from './domain/replies.ts';
import { identityTextsShape, type IdentityTexts } from './identity/identity-texts.ts';
import { parseRegistry } from './identity/registry.ts';
import { gatherFacts } from './knowledge/facts.ts';
import { parseHours, type Hours } from './knowledge/hours.ts';
import { parsePageTexts, type PageTexts } from './knowledge/page-words.ts';
import { parseWalletFacts, type WalletFacts } from './knowledge/wallet-facts.ts';
import { allOk } from './lib/all-ok.ts';
import type { Fault } from './lib/fault.ts';
import { fill, placeholdersOf, type Facts } from './lib/fill.ts';
import { err, ok, type Result } from './lib/result.ts';
import { queuePlanShape, type QueuePlan } from './queue/plan.ts';
import { parseSafetyConfig, type SafetyConfig } from './safety/safety-config.ts';

const Span = z.strictObject({
  left: z.int().positive(),
  hours: z.number().positive().optional(),
  minutes: z.number().positive().optional(),
});

const Behaviour = z.strictObject({
  tappableWords: z.boolean(),
  window: z.strictObject({ message: Span, tap: Span, follow: Span, scan: Span }),
  outbox: z.strictObject({ expireHours: z.number().positive(), askToStayHours: z.number().positive().max(24) }),
  opening: z.strictObject({ testersOnly: z.boolean(), testers: z.array(z.string().regex(/^[\w-]{1,64}$/)).max(500) }),
  onlyPushAddresses: z.boolean(),
  surveyHours: z.number().positive(),
  takeBackSeconds: z.number().min(0).max(60),
  blanks: z.record(z.string().trim().min(1).max(30), z.string().trim().min(1).max(200)),
  ...recordsShape,
  knowledge: z.strictObject({
    missDays: z.int().positive().max(3_650),
    faultAlarm: z.strictObject({ customers: z.int().min(2).max(1_000), minutes: z.int().min(1).max(240) }),
  }),
});

const ReplyTexts = z.strictObject({
  replies: z.strictObject(
    Object.fromEntries(Object.keys(replyKeys).map((key) => [key, z.string().trim().min(1)])) as Record<
      ReplyKey,
      z.ZodString
    >,
  ),
  identity: identityTextsShape,
});

export type ConfigFiles = {
  readonly behaviour: {
    readonly tappableWords: boolean;
    readonly windowRules: WindowRules;
    readonly outbox: { readonly expireHours: number; readonly askToStayHours: number };
    readonly opening: { readonly testersOnly: boolean; readonly testers: readonly string[] };
    readonly onlyPushAddresses: boolean;
    readonly surveyHours: number;
    readonly takeBackSeconds: number;
    /** what blanks of canned replies stand for, with the wallet's facts filled in */
    readonly blanks: Facts;
    readonly knowledge: z.infer<typeof Behaviour>['knowledge'];
  } & RecordsConfig;
  readonly replies: Replies;
  readonly identityTexts: IdentityTexts;
  readonly wallet: WalletFacts;
  /** the wallet's facts and what follows from the other files, for every text */
  readonly facts: Facts;
  readonly hours: Hours;
  readonly queue: QueuePlan;
  readonly registry: Registry;
  readonly safety: SafetyConfig;
  readonly pages: PageTexts;
};

type Parts = {
  behaviour: Result<z.infer<typeof Behaviour>, Fault[]>;
  replies: Result<z.infer<typeof ReplyTexts>, Fault[]>;
  wallet: Result<WalletFacts, Fault[]>;
  hours: Result<Hours, Fault[]>;
  queue: Result<QueuePlan, Fault[]>;
  registry: Result<Registry, Fault[]>;
  safety: Result<SafetyConfig, Fault[]>;
};

type Reader = (file: string) => Promise<Result<string, Fault[]>>;

/** Everything in CONFIG_DIR but the knowledge base, which is read again while the product runs. */
export async function readConfigFiles(dir: string): Promise<Result<ConfigFiles, Fault[]>> {
  const read: Reader = async (file) => {
    try {
      return ok(await readFile(path.join(dir, file), 'utf8'));
    } catch {
      return err([{ file, at: '', problem: 'cannot be read' }]);
    }
  };
  const parts = allOk<Fault, Parts>({
    behaviour: await readWith(read, 'default.yaml', (text, file) => shaped(file, text, Behaviour)),
    replies: await readWith(read, 'replies.yaml', (text, file) => shaped(file, text, ReplyTexts)),
    wallet: await readWith(read, 'wallet.yaml', parseWalletFacts),
    hours: await readWith(read, 'hours.yaml', parseHours),
    queue: await readWith(read, 'queue.yaml', (text, file) => shaped(file, text, queuePlanShape)),
    registry: await readWith(read, 'registry.yaml', parseRegistry),
    safety: await readWith(read, 'safety.yaml', parseSafetyConfig),
  });
  if (!parts.ok) return parts;
  const { behaviour, replies, ...others } = parts.value;
  const known = gatherFacts(others);
  const pages = await readWith(read, 'pages.yaml', (text) => parsePageTexts(text, known));
  const facts = { ...known, privacyVersion: pages.ok ? pages.value.privacy.version : '' };
  const faults = [
    ...unknownPlaceholders(replies.replies, facts),
    ...unknownFacts(behaviour.blanks, facts),
    ...unfilledFacts(facts),
  ];
  if (!pages.ok || faults.length > 0) return err([...faults, ...(pages.ok ? [] : pages.error)]);
  return ok({
    ...others,
    behaviour: {
      ...behaviour,
      windowRules: windowRulesOf(behaviour.window),
      blanks: Object.fromEntries(Object.entries(behaviour.blanks).map(([name, value]) => [name, fill(value, facts)])),
    },
    replies: replies.replies,
    identityTexts: replies.identity,
    facts,
    pages: pages.value,
  });
}

async function readWith<T>(
  read: Reader,
  file: string,
  parseText: (text: string, file: string) => Result<T, Fault[]>,
): Promise<Result<T, Fault[]>> {
  const text = await read(file);
  return text.ok ? parseText(text.value, file) : text;
}

function shaped<T>(file: string, text: string, shape: z.ZodType<T>): Result<T, Fault[]> {
  try {
    const parsed = shape.safeParse(parse(text));
    if (parsed.success) return ok(parsed.data);
    return err(parsed.error.issues.map((issue) => ({ file, at: issue.path.join('.'), problem: issue.message })));
  } catch (error) {
    const problem = error instanceof Error ? (error.message.split('\n', 1)[0] ?? '') : 'is no YAML';
    return err([{ file, at: '', problem }]);
  }
}

function unknownPlaceholders(replies: Replies, facts: Facts): Fault[] {
  return (Object.keys(replyKeys) as ReplyKey[]).flatMap((key) => {
    const known: readonly string[] = [...replyKeys[key], ...Object.keys(facts)];
    return placeholdersOf(replies[key])
      .filter((name) => !known.includes(name))
      .map((name) => ({ file: 'replies.yaml', at: `replies.${key}`, problem: `there is no {${name}}` }));
  });
}

function unknownFacts(blanks: Facts, facts: Facts): Fault[] {
  return Object.entries(blanks).flatMap(([name, value]) =>
    placeholdersOf(value)
      .filter((fact) => !Object.hasOwn(facts, fact))
      .map((fact) => ({ file: 'default.yaml', at: `blanks.${name}`, problem: `there is no {${fact}}` })),
  );
}

function windowRulesOf(window: z.infer<typeof Behaviour>['window']): WindowRules {
  const rule = ({ left, hours = 0, minutes = 0 }: z.infer<typeof Span>) => ({
    left,
    lastsMs: hours * 3_600_000 + minutes * 60_000,
  });
  return { message: rule(window.message), tap: rule(window.tap), follow: rule(window.follow), scan: rule(window.scan) };
}

/** A fact is filled into texts as it is: what looks like a placeholder in it would come to customers, or be taken for one. */
function unfilledFacts(facts: Facts): Fault[] {
  return Object.entries(facts).flatMap(([name, value]) =>
    placeholdersOf(value).map((other) => ({
      file: 'wallet.yaml',
      at: `facts.${name}`,
      problem: `has {${other}} in it`,
    })),
  );
}

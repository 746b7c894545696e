import { setTimeout as sleep } from 'node:timers/promises';
import { assertNever } from '../../lib/assert-never.ts';
import type { Clock } from '../../lib/clock.ts';
import type { PhoneAct } from '../phone/phone-acts.ts';
import type { AttackName } from '../wire/attacks.ts';
import type { RemoteLine, RemotePhone } from './remote-phone.ts';
import type { Step } from './script-steps.ts';

export type ScriptDeps = {
  /** a phone for each customer that the script names */
  readonly newPhone: () => Promise<RemotePhone>;
  readonly print: (line: string) => void;
  readonly clock: Clock;
};

type Actor = {
  readonly name: string;
  readonly phone: RemotePhone;
  printed: number;
  /** lines before the last act */ before: number;
};

const askEveryMs = 100;
const firstCustomer = '顾客';
const labels = { customer: '', account: '公众号', system: '微信' } as const;

/**
 * Plays a script and prints the conversation.
 *
 * @returns what was not as expected, or undefined: the first fault ends the script
 */
export async function runScript(
  steps: readonly Step[],
  { newPhone, print, clock }: ScriptDeps,
): Promise<string | undefined> {
  const actors = new Map<string, Actor>();
  let actor = await actorNamed(firstCustomer);

  async function actorNamed(name: string): Promise<Actor> {
    const known = actors.get(name) ?? { name, phone: await newPhone(), printed: 0, before: 0 };
    actors.set(name, known);
    return known;
  }

  async function act(what: PhoneAct): Promise<string | undefined> {
    actor.before = (await actor.phone.lines()).at(-1)?.seq ?? 0;
    const judged = await actor.phone.act(what);
    await printNew();
    return judged?.kind === 'fault' ? `the product did not answer as it must: ${judged.problem ?? ''}` : undefined;
  }

  async function printNew(): Promise<readonly RemoteLine[]> {
    const lines = await actor.phone.lines();
    for (const line of lines.filter(({ seq }) => seq > actor.printed)) {
      print(`${labels[line.from] || actor.name}：${line.words}`);
      actor.printed = line.seq;
    }
    return lines.filter(({ seq, from }) => seq > actor.before && from !== 'customer');
  }

  async function expect(text: string, withinMs: number): Promise<string | undefined> {
    const end = clock().getTime() + withinMs;
    for (;;) {
      const shown = await printNew();
      if (shown.some(({ words }) => words.includes(text))) return undefined;
      if (clock().getTime() >= end) return `${actor.name} was not shown "${text}" within ${withinMs} ms`;
      await sleep(askEveryMs);
    }
  }

  async function choose(text: string): Promise<string | undefined> {
    const choice = choicesOf(await actor.phone.lines()).findLast((one) => one.text === text);
    if (!choice) return `${actor.name} has no "${text}" to tap`;
    return act({ act: 'say', text: choice.content, menuId: choice.id });
  }

  /** Whatever WeChat would never send has to be refused. */
  async function attack(name: AttackName): Promise<string | undefined> {
    const status = await actor.phone.attack(name);
    print(`攻击 ${name}：${status === 0 ? '连接被断开' : `HTTP ${status}`}`);
    return status === 200 ? `the product took an attack for WeChat's: ${name}` : undefined;
  }

  async function play(step: Step): Promise<string | undefined> {
    switch (step.kind) {
      case 'act':
        return act(step.act);
      case 'choose':
        return choose(step.text);
      case 'expect':
        return expect(step.text, step.within);
      case 'attack':
        return attack(step.name);
      case 'fail':
        await actor.phone.fail({ path: step.path, fault: step.with, times: step.times });
        return undefined;
      case 'wait':
        await sleep(step.ms);
        return undefined;
      case 'customer':
        actor = await actorNamed(step.name);
        return undefined;
      default:
        return assertNever(step);
    }
  }

  for (const [index, step] of steps.entries()) {
    // A step may ask for what is not there, such as a button of another menu: that is for the script's author to read.
    const fault = await play(step).catch((error: unknown) => (error instanceof Error ? error.message : String(error)));
    if (fault !== undefined) return `step ${index + 1}: ${fault}`;
  }
  return undefined;
}

type Choice = { readonly text: string; readonly id: string; readonly content: string };

/** What can be tapped in a chat, oldest first. */
function choicesOf(lines: readonly RemoteLine[]): Choice[] {
  return lines.flatMap(({ content, segments = [] }) => [
    ...(content.items ?? []).map((item) => ({ text: item.content, id: item.id, content: item.content })),
    ...segments
      .filter(({ kind }) => kind === 'choice')
      .map(({ text, id = '', content: sent = text }) => ({ text, id, content: sent })),
  ]);
}

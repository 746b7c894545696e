import type { Passage } from '../customers/bucket.ts';
import { render } from '../dialogue/render.ts';
import type { Say } from '../dialogue/say.ts';
import type { Heard, Scene } from '../dialogue/scene.ts';
import type { Turn } from '../dialogue/turn.ts';
import type { Customer } from '../domain/customer.ts';
import type { Decision } from '../domain/decision.ts';
import type { Message, Push } from '../domain/push.ts';
import type { Clock } from '../lib/clock.ts';
import { decideEvent } from './decide-event.ts';
import { decideMessage } from './decide-message.ts';
import type { Gathered } from './gather.ts';
import type { Decided } from './handle.ts';

export type DecideDeps = {
  readonly hear: (message: Message, customer: Customer) => Heard;
  readonly gather: (customer: Customer, heard: Heard, now: Date) => Promise<Gathered>;
  readonly entry: Scene['entry'];
  readonly entryOf: Scene['entryOf'];
  readonly menu: Scene['menu'];
  readonly say: Say;
  /** service hours: as text, and whether they are now */
  readonly hours: { readonly text: string; readonly open: (at: Date) => boolean };
  readonly channels: string;
  readonly linkTo: Scene['linkTo'];
  readonly proofTexts: Scene['proofTexts'];
  readonly notices: (at: Date) => string;
  readonly noticeOn: (topic: string, at: Date) => string | undefined;
  readonly faultKnown: (at: Date) => boolean;
  readonly entryLink: Scene['entryLink'];
  /** whether words to tap become links */
  readonly links: boolean;
  readonly clock: Clock;
};

/** One decision per push, made here, from plain values. */
export function createDecide(deps: DecideDeps) {
  const { hear, gather, say, links, clock } = deps;

  return async (push: Push, customer: Customer, passage: Passage): Promise<Decided> => {
    if (push.kind === 'unknown') return { decision: silent(`unknown.${push.type}`) };
    if (!passage.passes && mayBeLimited(push)) return tooFast(push, customer, passage.notice);
    const heard = push.kind === 'message' ? hear(push, customer) : unheard;
    const scene = await sceneOf(customer, heard);
    const turn = push.kind === 'message' ? decideMessage(scene) : decideEvent(push, scene);
    return {
      decision: render(atFirstContact(turn, scene), { warnings: heard.warnings, links }),
      ...lineIn(push, heard),
    };
  };

  async function sceneOf(customer: Customer, heard: Heard): Promise<Scene> {
    const now = clock();
    const { entry, entryOf, menu, hours, channels, notices, noticeOn, faultKnown, linkTo, entryLink, proofTexts } =
      deps;
    const gathered = await gather(customer, heard, now);
    return {
      ...gathered,
      now,
      customer,
      heard,
      say,
      entry,
      entryOf,
      menu,
      linkTo,
      proofTexts,
      hours: hours.text,
      channels,
      noticeOn: (topic) => noticeOn(topic, now),
      entryLink,
      // Few messages need these, and all would pay for them.
      get open() {
        return hours.open(now);
      },
      get notices() {
        return notices(now);
      },
      get faultKnown() {
        return faultKnown(now);
      },
    };
  }

  /** Stored and masked, not decided on; the customer is told once a minute. */
  function tooFast(push: Push, customer: Customer, notice: boolean): Decided {
    const decision: Decision = notice
      ? { reply: { kind: 'text', text: say('slowDown') }, acts: [], next: {}, because: 'too_fast' }
      : silent('too_fast');
    return push.kind === 'message' ? { decision, ...lineIn(push, hear(push, customer)) } : { decision };
  }
}

/** Who never followed the account, and so was never welcomed, is told of the privacy notice with the first answer. */
function atFirstContact(turn: Turn, { customer, say }: Scene): Turn {
  if (customer.version > 0 || turn.because === 'follow' || turn.text === '') return turn;
  return { ...turn, text: `${turn.text}\n\n${say('privacyNotice')}` };
}

const unheard: Heard = {
  kind: 'event',
  text: '',
  secrets: [],
  warnings: [],
  understanding: { intent: undefined, priority: 'normal', score: 0, candidates: [] },
};

/** What is no wish of the customer's must not be lost in the crowd: that he leaves, or what WeChat says of the account. */
function mayBeLimited(push: Push): boolean {
  return push.kind === 'message' || (push.kind === 'event' && !['unsubscribe', 'qualification'].includes(push.type));
}

function silent(because: string): Decision {
  return { reply: { kind: 'none' }, acts: [], next: {}, because };
}

function lineIn(push: Push, heard: Heard): Pick<Decided, 'in'> {
  if (push.kind === 'message') return { in: { kind: push.type, text: heard.text } };
  if (push.kind !== 'event') return {};
  switch (push.type) {
    case 'subscribe':
      return { in: { kind: 'event', text: '关注' } };
    case 'unsubscribe':
      return { in: { kind: 'event', text: '取消关注' } };
    case 'click':
      return { in: { kind: 'event', text: `菜单 ${push.eventKey}` } };
    default:
      return {};
  }
}

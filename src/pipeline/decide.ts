import type { Passage } from '../customers/bucket.ts';
import { render } from '../dialogue/render.ts';
import { underRestraint } from '../dialogue/restraint.ts';
import type { Say } from '../dialogue/say.ts';
import type { Heard, Scene } from '../dialogue/scene.ts';
import type { Turn } from '../dialogue/turn.ts';
import type { Customer } from '../domain/customer.ts';
import type { Decision } from '../domain/decision.ts';
import type { Judged } from '../domain/identity.ts';
import type { Act } from '../domain/push-record.ts';
import type { Event, Message, Push } from '../domain/push.ts';
import type { Clock } from '../lib/clock.ts';
import { decideEvent } from './decide-event.ts';
import { decideMessage } from './decide-message.ts';
import type { Gathered } from './gather.ts';
import { heardNothing, lineIn } from './line-in.ts';
import type { Prove } from './prove.ts';
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
  readonly prove: Prove;
  /** what is said of links and contacts, once it is known which were confirmed to be impostors' */
  readonly tell: (judged: readonly Judged[], confirmed: ReadonlyMap<string, number>) => readonly string[];
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
  const { hear, gather, prove, tell, say, links, clock } = deps;
  const mark = say('botMark');

  return async (push: Push, customer: Customer, passage: Passage): Promise<Decided> => {
    if (push.kind === 'unknown') return { decision: silent(`unknown.${push.type}`) };
    if (!passage.passes && mayBeLimited(push)) return tooFast(push, customer, passage.notice);
    const heard = push.kind === 'message' ? hear(push, customer) : heardNothing;
    const scene = await sceneOf(push, customer, heard);
    const turn =
      push.kind === 'message' ? underRestraint(scene, decideMessage(scene), heard.menuKey) : onEvent(push, scene);
    const decision = render(atFirstContact(turn, scene), { warnings: scene.heard.warnings, links, mark });
    return { decision: withTraces(decision, heard), ...lineIn(push, heard) };
  };

  function onEvent(event: Event, scene: Scene): Turn {
    const turn = decideEvent(event, scene);
    return event.type === 'click' ? underRestraint(scene, turn, event.eventKey) : turn;
  }

  async function sceneOf(push: Push, customer: Customer, said: Heard): Promise<Scene> {
    const now = clock();
    const { entry, entryOf, menu, hours, channels, notices, noticeOn, faultKnown, linkTo, entryLink } = deps;
    const { confirmed, place, numbers, cases, ticket } = await gather(customer, said, now);
    const warnings = tell(said.judged, confirmed);
    const heard = warnings.length === 0 ? said : { ...said, warnings: [...said.warnings, ...warnings] };
    const proof = said.wish && (await prove(said.wish, { customer, ticket, push: push.key }));
    // Written out: every message makes one, and spreading costs more than all that follows.
    return {
      place,
      numbers,
      cases,
      ticket,
      proof,
      now,
      customer,
      heard,
      say,
      entry,
      entryOf,
      menu,
      linkTo,
      hours: hours.text,
      channels,
      noticeOn: (topic) => noticeOn(topic, now),
      entryLink,
      isOpen: () => hours.open(now),
      notices: () => notices(now),
      faultKnown: () => faultKnown(now),
    };
  }

  /** Stored and masked, not decided on; the customer is told once a minute. */
  function tooFast(push: Push, customer: Customer, notice: boolean): Decided {
    const decision: Decision = notice
      ? { reply: { kind: 'text', text: `${mark}${say('slowDown')}` }, acts: [], next: {}, because: 'too_fast' }
      : silent('too_fast');
    if (push.kind !== 'message') return { decision };
    const heard = hear(push, customer);
    return { decision: withTraces(decision, { ...heard, judged: [] }), ...lineIn(push, heard) };
  }
}

/** Who never followed the account, and so was never welcomed, is told of the privacy notice with the first answer. */
function atFirstContact(turn: Turn, { customer, say }: Scene): Turn {
  if (customer.version > 0 || turn.because === 'follow' || turn.text === '') return turn;
  return { ...turn, text: `${turn.text}\n\n${say('privacyNotice')}` };
}

/** What is no wish of the customer's must not be lost in the crowd: that he leaves, or what WeChat says of the account. */
function mayBeLimited(push: Push): boolean {
  return push.kind === 'message' || (push.kind === 'event' && !['unsubscribe', 'qualification'].includes(push.type));
}

function silent(because: string): Decision {
  return { reply: { kind: 'none' }, acts: [], next: {}, because };
}

/** What a message leaves behind whatever is decided about it. */
function withTraces(decision: Decision, { judged, remask }: Heard): Decision {
  const asked = judged.flatMap(({ kind, indicator }) => (indicator === undefined ? [] : [{ kind, indicator }]));
  const traces: Act[] = [
    ...(asked.length > 0 ? [{ kind: 'remember-asked', asked } as const] : []),
    ...(remask ? [{ kind: 'remask', ...remask } as const] : []),
  ];
  return traces.length === 0 ? decision : { ...decision, acts: [...traces, ...decision.acts] };
}

import type { AuditVerdict, Broken } from '../../domain/audit.ts';
import type { RecordedEvent } from '../../domain/event.ts';
import { anchorHash, type Anchor } from './anchors-store.ts';
import type { Head } from './chains-store.ts';
import { eventHash } from './event-hash.ts';

export type AuditInput = {
  /** every event, sorted by chain, then by number */
  readonly events: AsyncIterable<Omit<RecordedEvent, 'id'>>;
  /** how far each chain had come, as its process noted it, read before the events */
  readonly heads: readonly Head[];
  readonly anchors: readonly Anchor[];
  /** anchors that were kept outside the store: log lines, pages */
  readonly kept?: readonly Pick<Anchor, 'day' | 'hash'>[];
};

/**
 * Reads the whole record again: each chain has to be unbroken from its first event, to reach as far as its process and
 * the anchors say, and to have there what they say. Tells the first fault of each chain.
 */
export async function verifyAudit({ events, heads, anchors, kept = [] }: AuditInput): Promise<AuditVerdict> {
  const broken = new Map<string, Broken>();
  const tell = (fault: Broken): void => {
    if (!broken.has(fault.chain)) broken.set(fault.chain, fault);
  };
  for (const fault of [...brokenAnchors(anchors), ...notAsKept(anchors, kept)]) tell(fault);
  const pinned = pins([...heads, ...anchors.flatMap((anchor) => anchor.heads)]);
  const last = new Map<string, Head>();
  let count = 0;
  for await (const event of events) {
    count += 1;
    const { chain, seq, hash } = event;
    const fault = faultOf(event, last.get(chain), pinned.get(chain)?.get(seq));
    if (fault) tell(fault);
    last.set(chain, { chain, seq, hash });
  }
  for (const fault of cutOff(pinned, last)) tell(fault);
  if (broken.size > 0) return { ok: false, broken: [...broken.values()] };
  return { ok: true, events: count, chains: last.size, anchors: anchors.length };
}

/** What is wrong with an event, given the one before it in its chain and what is known of it otherwise. */
function faultOf(
  event: Omit<RecordedEvent, 'id'>,
  before: Head | undefined,
  pinned: string | undefined,
): Broken | undefined {
  const { chain, seq, hash, prev } = event;
  const due = (before?.seq ?? 0) + 1;
  if (seq !== due) return { chain, at: due, problem: 'missing' };
  const isWhole = prev === (before?.hash ?? '') && eventHash(event) === hash && (pinned ?? hash) === hash;
  return isWhole ? undefined : { chain, at: seq, problem: 'changed' };
}

/** Chains that were further once than they are. */
function cutOff(pinned: ReadonlyMap<string, ReadonlyMap<number, string>>, last: ReadonlyMap<string, Head>): Broken[] {
  return [...pinned].flatMap(([chain, numbers]) => {
    const reached = last.get(chain)?.seq ?? 0;
    return Math.max(...numbers.keys()) > reached ? [{ chain, at: reached + 1, problem: 'cut_off' as const }] : [];
  });
}

/** What is known of single events, by chain and number. */
function pins(heads: readonly Head[]): Map<string, Map<number, string>> {
  const known = new Map<string, Map<number, string>>();
  for (const { chain, seq, hash } of heads) {
    if (seq === 0) continue;
    const numbers = known.get(chain) ?? new Map<number, string>();
    // The first to pin an event is believed: a later, other word about it shows as a change of the anchor's own hash.
    if (!numbers.has(seq)) numbers.set(seq, hash);
    known.set(chain, numbers);
  }
  return known;
}

function brokenAnchors(anchors: readonly Anchor[]): Broken[] {
  const fault = anchors.findIndex(
    (anchor, index) => anchorHash(anchor) !== anchor.hash || anchor.prev !== (anchors[index - 1]?.hash ?? ''),
  );
  const first = anchors[fault];
  return first ? [{ chain: 'anchors', at: first.day, problem: 'changed' }] : [];
}

function notAsKept(anchors: readonly Anchor[], kept: AuditInput['kept'] = []): Broken[] {
  const byDay = new Map(anchors.map(({ day, hash }) => [day, hash]));
  return kept
    .filter(({ day, hash }) => byDay.get(day) !== hash)
    .map(({ day }) => ({ chain: 'anchors', at: day, problem: byDay.has(day) ? 'not_as_kept' : 'missing' }));
}

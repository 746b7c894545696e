import type { CallStaff } from '../domain/page.ts';
import type { PushRecord } from '../domain/push-record.ts';
import type { Push } from '../domain/push.ts';
import type { Clock } from '../lib/clock.ts';
import { within } from '../lib/within.ts';
import type { LateFolder } from './late-folder.ts';
import { createLateTries } from './late-tries.ts';

export type BringLateDeps = {
  /** undefined where more is under way than may be */
  readonly handle: (push: Push) => Promise<PushRecord> | undefined;
  /** puts the answer into the outbox, under the push's key; twice is once */
  readonly send: (push: Push, record: PushRecord) => Promise<void>;
  /** whether the store takes a write now: then it is not the store's fault that another failed */
  readonly takesWrites: () => Promise<boolean>;
  readonly callStaff: CallStaff;
  /** so many were set aside: somebody has to look at them */
  readonly onSetAside: (count: number) => void;
  readonly onError: (error: unknown) => void;
  readonly clock: Clock;
  /** what takes longer has failed, and keeps the others waiting no more */
  readonly patienceMs?: number;
};

type Outcome = 'done' | 'failed' | 'sealed' | 'no room';
type Found = { readonly name: string; readonly what: Push | Outcome };

const mostAtOnce = 50;

/**
 * Brings late pushes from the disk to the store, a round at a time. One that fails while the store takes writes is tried
 * again with growing pauses, and after the last try set aside, with a call: it stays on disk, and is brought no more.
 * One that does not open is set aside at the first look. A store that is down uses up nobody's tries.
 */
export function createBringLate(late: LateFolder, deps: BringLateDeps) {
  const { handle, send, takesWrites, callStaff, onSetAside, onError, clock, patienceMs = 10_000 } = deps;
  const tries = createLateTries({ clock });

  /** @param isUnderWay whether this process has it in hand already */
  async function round(isUnderWay: (name: string) => boolean): Promise<void> {
    const due = tries.due(await late.names()).filter((name) => !isUnderWay(name));
    const over: string[] = [];
    for (let at = 0; at < due.length; at += mostAtOnce) {
      const found = await Promise.all(due.slice(at, at + mostAtOnce).map(look));
      const outcomes = await Promise.all(found.map(bring));
      const failed = found.filter((_, index) => isFailure(outcomes[index]));
      // The store takes nothing: that says nothing about these, and the rest waits for the next time.
      if (failed.length > 0 && !(await within(takesWrites(), patienceMs))) break;
      for (const { name, what } of failed) if (tries.countFailed(name) || what === 'sealed') over.push(name);
      if (outcomes.includes('no room')) break;
    }
    await setAside(over);
  }

  async function look(name: string): Promise<Found> {
    try {
      const what = await late.read(name);
      if (what === 'sealed') onError(new Error(`A late push on disk (${name}) does not open: its key is another`));
      return { name, what: what === 'gone' ? 'done' : what };
    } catch (error) {
      onError(error);
      return { name, what: 'failed' };
    }
  }

  async function bring({ name, what }: Found): Promise<Outcome> {
    if (typeof what === 'string') return what;
    try {
      const handling = handle(what);
      if (!handling) return 'no room';
      const answered = handling.then((record) => send(what, record)).then(() => true);
      if (!(await within(answered, patienceMs))) throw new Error(`A late push on disk (${name}) takes too long`);
      await late.remove(name);
      return 'done';
    } catch (error) {
      onError(error);
      return 'failed';
    }
  }

  /** The call comes first: a crash between the two calls again, and leaves nothing set aside that nobody knows of. */
  async function setAside(names: readonly string[]): Promise<void> {
    if (names.length === 0) return;
    const [first, ...more] = tries.untold(names);
    if (first !== undefined) {
      const id = `late:${first}:${clock().getTime()}`;
      const codes = ['late_push', String(1 + more.length)];
      await callStaff({ id, to: 'administrator', kind: 'dead_letter', codes });
      tries.told([first, ...more]);
    }
    const gone = await late.setAside(names);
    tries.forget(gone);
    if (gone.length > 0) onSetAside(gone.length);
  }

  return { round };
}

function isFailure(outcome: Outcome | undefined): boolean {
  return outcome === 'failed' || outcome === 'sealed';
}

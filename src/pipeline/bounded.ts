import type { PushRecord } from '../domain/push-record.ts';
import type { Push } from '../domain/push.ts';

type Handle = (push: Push) => Promise<PushRecord>;

/**
 * Takes so many pushes at a time and no more: what a slow store has not taken yet is held in memory, also after its
 * connection was given up. One that is under way is always taken again, for its repeat costs nothing and brings the answer.
 *
 * @param most pushes under way at a time
 * @returns undefined for a push that finds no room: it was not looked at, and nothing of it is kept
 */
export function createBounded(handle: Handle, most: number): (push: Push) => Promise<PushRecord> | undefined {
  const underWay = new Map<string, number>();

  function leave(key: string): void {
    const connections = underWay.get(key) ?? 1;
    if (connections > 1) underWay.set(key, connections - 1);
    else underWay.delete(key);
  }

  return (push) => {
    const connections = underWay.get(push.key) ?? 0;
    if (connections === 0 && underWay.size >= most) return undefined;
    underWay.set(push.key, connections + 1);
    const pending = handle(push);
    const left = () => leave(push.key);
    pending.then(left, left);
    return pending;
  };
}

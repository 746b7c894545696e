import { fraudTopic } from './fraud-topic.ts';
import type { FollowUp } from './follow-up-words.ts';
import { spokenOf, type UnderTalk } from './matter.ts';
import type { Scene } from './scene.ts';
import type { Turn } from './turn.ts';

/** What is answered alike whether or not somebody may be a cheat. */
const inAnyMatter: readonly (FollowUp | undefined)[] = ['over', 'drop', 'send', 'how'];

/** Whether a few words go on about somebody who may be a cheat: 这是骗子吗, 收益20%, 他发了个app让我下载. */
export function goesOnSuspecting({ heard, entry }: Scene, under: UnderTalk, kind: FollowUp | undefined): boolean {
  if (under.entry.topic !== fraudTopic) return false;
  if (kind !== undefined) return !inAnyMatter.includes(kind);
  const { entry: found, candidates } = heard.understanding;
  const likeliest = found ?? candidates[0];
  return likeliest === undefined || (found === undefined && entry(likeliest)?.topic === fraudTopic);
}

/** Nothing was lost as yet: to do nothing is what helps, and nobody is asked at which step he is. */
export function stayInSuspicion({ say, customer, now }: Scene, { matter, entry }: UnderTalk): Turn {
  const { told = [] } = matter;
  const key = told.at(-1) === 'followSuspect' ? 'followSuspectStill' : 'followSuspect';
  return {
    text: say(key),
    next: { misses: customer.misses, dialogue: spokenOf(entry.id, { told, key, now }) },
    because: 'follow.suspect',
  };
}

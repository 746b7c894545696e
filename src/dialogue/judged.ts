import { answerEntry } from './answer-entry.ts';
import { dangerOf } from './danger.ts';
import { hasComplied } from './danger-words.ts';
import { scammedEntry, turnedGraveNow } from './follow-up.ts';
import { underTalk } from './matter.ts';
import { fraudTopic } from './fraud-topic.ts';
import type { Scene } from './scene.ts';
import type { Turn } from './turn.ts';

/** What somebody is suspected of before anything was lost. */
const suspectedEntry = 'fake-agent';

/** What to do when somebody has one's password or code. */
const toldEntry = 'told-code';

/** The warnings say it all. What comes next is still about them: 已经垫了2000, after a warning of such jobs. */
export function judged(scene: Scene): Turn {
  const { heard, entry, now } = scene;
  const grave = hasTold(scene) ? entry(toldEntry) : turnedGraveNow(scene);
  if (grave) return answerEntry(scene, grave);
  const about = entry(heard.understanding.priority === 'urgent' ? scammedEntry : suspectedEntry);
  if (!about || dangerOf(scene) || !isSuspicion(scene)) {
    return { text: asksBesideSecret(scene) ? scene.say('askWhat') : '', because: 'judged' };
  }
  return { text: '', next: { dialogue: { kind: 'answered', entry: about.id, since: now } }, because: 'judged' };
}

/** 我点了，还填了卡号和密码, after the warning of a link: somebody else has them now, and every minute counts. */
function hasTold(scene: Scene): boolean {
  const { secrets, text } = scene.heard;
  return secrets.length > 0 && underTalk(scene)?.entry.topic === fraudTopic && hasComplied(text);
}

/** A customer's own secret, or what is on the official list, puts nobody under suspicion. */
function isSuspicion({ heard }: Scene): boolean {
  if (heard.understanding.priority === 'urgent') return true;
  if (heard.judged.length > 0) return heard.judged.some(({ indicator }) => indicator !== undefined);
  return heard.secrets.length === 0;
}

const asksSomething = /帮|幫|麻烦|麻煩|查|看看|看一下|怎么|怎麼|为什么|為什麼|办|辦|处理|處理|[吗嗎?？]/;

/** 我的卡号是……，帮我查一下: that the number was not kept is no answer to who wants something, only not what. */
function asksBesideSecret(scene: Scene): boolean {
  const { heard } = scene;
  if (dangerOf(scene)) return false;
  return heard.secrets.length > 0 && heard.judged.length === 0 && asksSomething.test(heard.text);
}

/** Characters beside a secret that ask nothing. */
const mostBesideSecret = 16;

/** A code or password and little else asks nothing: the warning is the answer. */
export function isOnlySecret({ heard: { secrets, text, understanding } }: Scene): boolean {
  return secrets.length > 0 && understanding.rule === undefined && text.length <= mostBesideSecret;
}

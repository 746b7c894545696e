import { parentPort, workerData } from 'node:worker_threads';
import { checkEntries } from './check.ts';
import type { CheckApart } from './check-apart.ts';
import { createMatcher } from './matching/matcher.ts';
import { understandText } from './understand.ts';

// Learning the whole base and matching each of its phrasings takes a second or more: nobody's message waits for that.
const { entries, appOnly } = workerData as CheckApart;
const matcher = createMatcher(entries);
const understands = (word: string) => understandText(word, { matcher, entries }).intent !== undefined;
parentPort?.postMessage(checkEntries(entries, { match: matcher.match, understands, appOnly }));

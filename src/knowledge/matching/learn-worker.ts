import { parentPort, workerData } from 'node:worker_threads';
import { learn, type Phrasings } from './model.ts';

// Learning a thousand entries takes seconds: in a thread of its own it holds up nobody.
parentPort?.postMessage(learn(workerData as readonly Phrasings[]));

import { parentPort } from 'node:worker_threads';
import { readQr } from './read-qr.ts';

// Unpacking a picture and looking for a code takes up to a second: in a thread of its own it holds up no message.
parentPort?.on('message', (file: Uint8Array) => {
  parentPort?.postMessage(readQr(file));
});

import { parentPort } from 'node:worker_threads';
import { blurPicture } from '../lib/blur-picture.ts';
import { decodePicture } from '../lib/decode-picture.ts';
import { readQr } from './read-qr.ts';
import type { Seen } from './picture-reader.ts';

/** What a picture shows to us: where its code leads, and a preview that nothing can be read from. */
function see(file: Uint8Array): Seen {
  const picture = decodePicture(file);
  if (!picture.ok) return {};
  const code = readQr(picture.value);
  return { preview: blurPicture(picture.value), ...(code !== undefined && { code }) };
}

// Unpacking a picture and looking for a code takes up to a second: in a thread of its own it holds up no message.
parentPort?.on('message', (file: Uint8Array) => {
  parentPort?.postMessage(see(file));
});

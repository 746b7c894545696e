import type { IncomingMessage } from 'node:http';

/**
 * The whole body of a call, at most `most` bytes.
 *
 * @returns undefined when it is longer (the rest is left unread) or the sender went away
 */
export function readBody(incoming: IncomingMessage, most: number): Promise<Buffer | undefined> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let length = 0;
    const take = (chunk: Buffer) => {
      length += chunk.length;
      if (length <= most) chunks.push(chunk);
      else {
        incoming.off('data', take);
        resolve(undefined);
      }
    };
    const fail = () => resolve(undefined);
    incoming.on('data', take);
    incoming.on('end', () => resolve(chunks.length === 1 ? chunks[0] : Buffer.concat(chunks)));
    incoming.on('error', fail);
    incoming.on('aborted', fail);
  });
}

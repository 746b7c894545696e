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
    const finish = (body: Buffer | undefined) => {
      incoming.removeAllListeners('data');
      resolve(body);
    };
    incoming.on('data', (chunk: Buffer) => {
      length += chunk.length;
      if (length > most) finish(undefined);
      else chunks.push(chunk);
    });
    incoming.once('end', () => finish(chunks.length === 1 ? chunks[0] : Buffer.concat(chunks)));
    incoming.once('error', () => finish(undefined));
    incoming.once('aborted', () => finish(undefined));
  });
}

import type { IncomingMessage } from 'node:http';
import { err, ok, type Result } from '../lib/result.ts';

/** The whole body, unless it is longer than allowed: then what has come so far is dropped. */
export async function readBody(incoming: IncomingMessage, maxBytes: number): Promise<Result<Buffer, 'too_long'>> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > maxBytes) return err('too_long');
    chunks.push(chunk);
  }
  return ok(Buffer.concat(chunks));
}

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { BSON } from 'bson';
import { once } from 'node:events';
import { connect, type Server, type Socket } from 'node:net';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createWireServer } from '../../src/store/embedded/wire.ts';
import type { Dispatch } from '../../src/store/embedded/dispatch.ts';

let folder: string;
let server: Server;
const echo: Dispatch = (body, head = 0) => {
  return Promise.resolve(
    Buffer.concat([Buffer.alloc(head), BSON.serialize({ was: body.ping, length: String(body.text).length })]),
  );
};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'store-wire-'));
  server = createWireServer(echo);
  server.listen(join(folder, 'db.sock'));
  await once(server, 'listening');
});
afterAll(async () => {
  server.close();
  await rm(folder, { recursive: true, force: true });
});

function message(number: number, text: string): Buffer {
  const body = BSON.serialize({ ping: number, text });
  const head = Buffer.alloc(21);
  head.writeInt32LE(head.length + body.length, 0);
  head.writeInt32LE(number, 4);
  head.writeInt32LE(2013, 12);
  return Buffer.concat([head, body]);
}

/** What was answered, by the numbers of the messages, once all of them are; then the conversation ends. */
async function answers(socket: Socket, count: number): Promise<Record<number, unknown>> {
  const found: Record<number, unknown> = {};
  let rest = Buffer.alloc(0);
  for await (const data of socket as AsyncIterable<Buffer>) {
    rest = Buffer.concat([rest, data]);
    for (; rest.length >= 4 && rest.length >= rest.readInt32LE(0); rest = rest.subarray(rest.readInt32LE(0)))
      found[rest.readInt32LE(8)] = BSON.deserialize(rest.subarray(21, rest.readInt32LE(0)));
    if (Object.keys(found).length === count) break;
  }
  return found;
}

describe('messages to the embedded store', () => {
  it.each([1, 7, 16, 40, 1_000_000])('are each answered, in pieces of %s bytes', async (size) => {
    const socket = connect(join(folder, 'db.sock'));
    socket.setNoDelay(true);
    const sent = Buffer.concat([
      message(1, ''),
      message(2, 'x'.repeat(90)),
      message(3, 'y'),
      message(4, 'z'.repeat(200)),
    ]);
    const answered = answers(socket, 4);
    for (let at = 0; at < sent.length; at += size) {
      socket.write(sent.subarray(at, at + size));
      // Another turn of the process: what was written is read for itself.
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(await answered).toEqual({
      1: { was: 1, length: 0 },
      2: { was: 2, length: 90 },
      3: { was: 3, length: 1 },
      4: { was: 4, length: 200 },
    });
  });

  it('may be as long as a driver makes them: 16 MB at once', async () => {
    const socket = connect(join(folder, 'db.sock'));
    const answered = answers(socket, 2);
    socket.write(Buffer.concat([message(1, 'x'.repeat(16_000_000)), message(2, 'y')]));
    expect(await answered).toEqual({ 1: { was: 1, length: 16_000_000 }, 2: { was: 2, length: 1 } });
  });

  it.each([8, 48_000_001])('end the conversation where their length says %s bytes', async (length) => {
    const socket = connect(join(folder, 'db.sock'));
    const bad = message(1, 'x');
    bad.writeInt32LE(length, 0);
    socket.write(bad);
    socket.resume();
    await once(socket, 'close');
    expect(socket.destroyed).toBe(true);
  });
});

import { createServer, type Server, type Socket } from 'node:net';
import type { MessagePort } from 'node:worker_threads';
import type { Told } from '../direct.ts';
import { decode } from '../documents/decode.ts';
import { readerOf } from '../documents/received.ts';
import { messageHead, msgHead, opMsg } from '../protocol/op-msg.ts';
import type { Dispatch } from './dispatch.ts';
import { type Doc, setOwn } from '../documents/values.ts';

const opReply = 1;
const opQuery = 2004;
const largestMessage = 48_000_000;
const checksumPresent = 1;
const moreToCome = 2;

/**
 * Serves MongoDB's wire protocol: OP_MSG, and OP_QUERY for the drivers' first greeting.
 *
 * @see MongoDB manual, "MongoDB Wire Protocol"
 */
export function createWireServer(dispatch: Dispatch): Server {
  return createServer((socket) => {
    socket.setNoDelay(true);
    socket.on('error', () => socket.destroy());
    let parts: Buffer[] = [];
    /** How many bytes are still missing to the end of the message that has begun. */
    let missing = 0;
    socket.on('data', (data: Buffer) => {
      parts.push(data);
      missing -= data.length;
      if (missing > 0) return;
      let rest = parts.length === 1 ? data : Buffer.concat(parts);
      for (missing = 0; rest.length >= messageHead;) {
        const length = rest.readInt32LE(0);
        if (length < messageHead || length > largestMessage) return void socket.destroy();
        missing = Math.max(0, length - rest.length);
        if (missing > 0) break;
        void answer(socket, rest.subarray(0, length), dispatch);
        rest = rest.subarray(length);
      }
      parts = rest.length > 0 ? [rest] : [];
    });
  });
}

/** Answers what another thread of this process asks over a port: messages as over a socket, each whole. */
export function servePort(port: MessagePort, dispatch: Dispatch): void {
  async function answerTold({ id, message }: Told): Promise<void> {
    const { body } = readMsg(Buffer.from(message.buffer, message.byteOffset, message.byteLength));
    // A buffer of its own: it is given away.
    const reply = new Uint8Array(await dispatch(body, msgHead));
    port.postMessage({ id, message: reply } satisfies Told, [reply.buffer]);
  }
  port.on('message', (told: Told) => void answerTold(told));
}

async function answer(socket: Socket, message: Buffer, dispatch: Dispatch): Promise<void> {
  const id = message.readInt32LE(4);
  const kind = message.readInt32LE(12);
  try {
    if (kind === opMsg) {
      const { body, silent } = readMsg(message);
      const reply = await dispatch(body, msgHead);
      if (!silent) send(socket, { kind: opMsg, to: id, reply: reply.fill(0, messageHead, msgHead) });
    } else if (kind === opQuery) {
      const reply = await dispatch(readQuery(message), messageHead + 20);
      replyHead().copy(reply, messageHead);
      send(socket, { kind: opReply, to: id, reply });
    } else socket.destroy();
  } catch {
    // Bytes that are no message: like MongoDB, end the conversation; there is nobody to explain it to.
    socket.destroy();
  }
}

/** Flags 0, cursor 0, starting from 0, one document. */
function replyHead(): Buffer {
  const head = Buffer.alloc(20);
  head.writeInt32LE(8, 0);
  head.writeInt32LE(1, 16);
  return head;
}

/** `reply`: room for the message's head, then what it says. */
function send(socket: Socket, { kind, to, reply }: { kind: number; to: number; reply: Buffer }): void {
  if (socket.destroyed) return;
  reply.writeInt32LE(reply.length, 0);
  reply.writeInt32LE(0, 4);
  reply.writeInt32LE(to, 8);
  reply.writeInt32LE(kind, 12);
  socket.write(reply);
}

function readMsg(message: Buffer): { body: Doc; silent: boolean } {
  const flags = message.readUInt32LE(16);
  const end = message.length - ((flags & checksumPresent) === 0 ? 0 : 4);
  let body: Doc = {};
  const lists: [string, Buffer[]][] = [];
  for (let at = 20; at < end;) {
    const kind = message[at];
    const size = message.readInt32LE(at + 1);
    const section = message.subarray(at + 1, at + 1 + size);
    if (size < 5 || at + 1 + size > end) throw new RangeError('A section is cut short');
    if (kind === 0) body = decode(section);
    else if (kind === 1) lists.push(readSequence(section));
    else throw new RangeError(`Unknown section ${String(kind)}`);
    at += 1 + size;
  }
  const [command] = Object.keys(body);
  for (const [field, docs] of lists) setOwn(body, field, docs.map(readerOf(command, field)));
  return { body, silent: (flags & moreToCome) !== 0 };
}

function readSequence(section: Buffer): [string, Buffer[]] {
  const nameEnd = section.indexOf(0, 4);
  const docs: Buffer[] = [];
  for (let at = nameEnd + 1; at < section.length;) {
    const size = section.readInt32LE(at);
    if (size < 5) throw new RangeError('A document is cut short');
    docs.push(section.subarray(at, at + size));
    at += size;
  }
  return [section.toString('utf8', 4, nameEnd), docs];
}

function readQuery(message: Buffer): Doc {
  const nameEnd = message.indexOf(0, 20);
  const name = message.toString('utf8', 20, nameEnd);
  const body = decode(message.subarray(nameEnd + 9));
  return { ...body, $db: name.split('.')[0] };
}

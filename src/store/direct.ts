import type { MessagePort } from 'node:worker_threads';
import { mongo, type Connection } from 'mongoose';
import { decodeFields } from './documents/decode.ts';
import { encodeRow } from './documents/encode.ts';
import { msgHead, opMsg } from './protocol/op-msg.ts';

/** What the two threads tell each other: a message of MongoDB's wire protocol, and later the one that answers it. */
export type Told = { readonly id: number; readonly message: Uint8Array };

/**
 * The embedded store without a socket and a driver, whose sessions, pools and buffers cost more than the store: for the one
 * read and the one write that every push needs, and for what pushes bring by the thousand. Same bytes, answers and promises.
 */
export type Direct = {
  /**
   * Tells the store's thread a command with documents beside its own fields, the statements of an update, say.
   *
   * @returns how many it did, and what the others met
   * @throws MongoServerError where it is refused as a whole
   */
  readonly write: (command: object, field: string, documents: readonly object[]) => Promise<Written>;
  /**
   * Documents by their ids, each as BSON, where there are such: read in this thread.
   *
   * @throws MongoNotConnectedError where the store is closed
   */
  readonly read: (namespace: string, ids: readonly string[]) => Buffer[];
};

export type Written = { readonly n: number; readonly writeErrors?: readonly Fault[] };
type Fault = { readonly index: number; readonly code?: number };
type Doc = Readonly<Record<string, unknown>>;
type Waiting = { readonly resolve: (answer: Written) => void; readonly reject: (error: Error) => void };

/** What is looked at of an answer: which documents were new, with all their ids, nobody asks. */
const toldOfWrites = new Set(['ok', 'n', 'writeErrors', 'errmsg', 'code', 'codeName', 'errorLabels']);

/** @param port its other end is the thread's, see `servePort` in src/store/embedded/wire.ts */
export function createDirectWrite(port: MessagePort): Direct['write'] {
  const waiting = new Map<number, Waiting>();
  let asked = 0;
  let closed = false;

  port.on('message', ({ id, message }: Told) => {
    const asker = waiting.get(id);
    waiting.delete(id);
    const document = Buffer.from(message.buffer, message.byteOffset + msgHead, message.length - msgHead);
    const answer = decodeFields(document, toldOfWrites);
    if (Number(answer.ok) === 1) asker?.resolve(answer as Written);
    else asker?.reject(new mongo.MongoServerError(answer));
  });
  port.on('close', () => {
    closed = true;
    for (const { reject } of waiting.values()) reject(notConnected());
    waiting.clear();
  });
  // A question under way keeps the process, not the port.
  port.unref();

  return (command, field, documents) => {
    asked += 1;
    const id = asked;
    const message = messageOf(id, command, { field, documents });
    return new Promise((resolve, reject) => {
      if (closed) {
        reject(notConnected());
        return;
      }
      waiting.set(id, { resolve, reject });
      port.postMessage({ id, message } satisfies Told, [message.buffer]);
    });
  };
}

export function notConnected(): Error {
  return new mongo.MongoNotConnectedError('The store is closed');
}

type Listed = { readonly field: string; readonly documents: readonly object[] };

/** The command's own document, then the list: its kind, size and name, and its documents. */
function messageOf(id: number, command: object, { field, documents }: Listed): Buffer<ArrayBuffer> {
  const name = `\u0001    ${field}\u0000`;
  const row = documents.map((doc, at) => ({ doc: doc as Doc, head: at === 0 ? name.length : 0 }));
  const message = encodeRow([{ doc: command as Doc, head: msgHead }, ...row]);
  message.fill(0, 0, msgHead);
  message.writeInt32LE(message.length, 0);
  message.writeInt32LE(id, 4);
  message.writeInt32LE(opMsg, 12);
  const list = msgHead + message.readInt32LE(msgHead);
  message.write(name, list, 'latin1');
  message.writeInt32LE(message.length - list - 1, list + 1);
  return message;
}

const directs = new WeakMap<Connection, Direct>();

/** From now on `directOf` knows the way to the store that a connection leads to. */
export function joinDirect(connection: Connection, direct: Direct): void {
  directs.set(connection, direct);
}

/** The way to the store's own thread, where it is in this process. */
export function directOf(connection: Connection): Direct | undefined {
  return directs.get(connection);
}

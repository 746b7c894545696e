import type { MessagePort } from 'node:worker_threads';
import { mongo, type Connection } from 'mongoose';
import { decodeFields } from './documents/decode.ts';
import { encodeRow, type Placed } from './documents/encode.ts';
import { msgHead, opMsg } from './protocol/op-msg.ts';

/** What the two threads tell each other: a message of MongoDB's wire protocol, and later the one that answers it. */
export type Told = { readonly id: number; readonly message: Uint8Array };

/** Documents that a command has beside its own fields: the statements of an update, say. */
export type DocumentList = { readonly field: string; readonly documents: readonly object[] };

/**
 * The embedded store's thread, asked without a socket: the same messages, the same answers, the same promises. For the one
 * read and the one write that every push needs; there the driver's sessions, pools and buffers cost more than the store.
 *
 * @see src/store/embedded/wire.ts
 */
export type Direct = {
  /** @throws MongoServerError where the command is refused as a whole; of its documents the answer says which */
  readonly command: (body: object, list?: DocumentList) => Promise<Doc>;
};

type Doc = Readonly<Record<string, unknown>>;
type Waiting = {
  readonly read: (answer: Buffer) => Doc;
  readonly resolve: (answer: Doc) => void;
  readonly reject: (error: Error) => void;
};

/** What is looked at of an answer to a write: which documents were new, with all their ids, nobody asks. */
const toldOfWrites = new Set(['ok', 'n', 'writeErrors', 'errmsg', 'code', 'codeName', 'errorLabels']);
const readTold = (answer: Buffer): Doc => decodeFields(answer, toldOfWrites);
const readFound = (answer: Buffer): Doc => mongo.BSON.deserialize(answer);

/** @param port its other end is the thread's, see `servePort` */
export function createDirect(port: MessagePort): Direct {
  const waiting = new Map<number, Waiting>();
  let asked = 0;
  let closed = false;

  port.on('message', ({ id, message }: Told) => {
    const asker = waiting.get(id);
    waiting.delete(id);
    if (!asker) return;
    const answer = asker.read(Buffer.from(message.buffer, message.byteOffset + msgHead, message.length - msgHead));
    if (Number(answer.ok) === 1) asker.resolve(answer);
    else asker.reject(new mongo.MongoServerError(answer));
  });
  port.on('close', () => {
    closed = true;
    for (const { reject } of waiting.values()) reject(notConnected());
    waiting.clear();
  });
  // A question under way keeps the process, not the port.
  port.unref();

  function command(body: object, list?: DocumentList): Promise<Doc> {
    asked += 1;
    const id = asked;
    const message = messageOf(id, body, list);
    return new Promise((resolve, reject) => {
      if (closed) {
        reject(notConnected());
        return;
      }
      waiting.set(id, { read: list ? readTold : readFound, resolve, reject });
      port.postMessage({ id, message } satisfies Told, [message.buffer]);
    });
  }

  return { command };
}

function notConnected(): Error {
  return new mongo.MongoNotConnectedError('The store is closed');
}

function messageOf(id: number, body: object, list: DocumentList | undefined): Buffer<ArrayBuffer> {
  const row: Placed[] = [{ doc: body as Doc, head: msgHead }];
  const name = list ? `\u0001    ${list.field}\u0000` : '';
  for (const doc of list?.documents ?? []) row.push({ doc: doc as Doc, head: row.length === 1 ? name.length : 0 });
  const message = encodeRow(row);
  message.writeInt32LE(message.length, 0);
  message.writeInt32LE(id, 4);
  message.writeInt32LE(opMsg, 12);
  // The rest of the head is free of flags, and says that a document follows.
  message.fill(0, 16, msgHead);
  if (row.length > 1) {
    const section = msgHead + message.readInt32LE(msgHead);
    message.write(name, section, 'latin1');
    message.writeInt32LE(message.length - section - 1, section + 1);
  }
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

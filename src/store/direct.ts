import type { MessagePort } from 'node:worker_threads';
import { mongo, type Connection } from 'mongoose';
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
type Waiting = { readonly resolve: (answer: Doc) => void; readonly reject: (error: Error) => void };

/** @param port its other end is the thread's, see `servePort` */
export function createDirect(port: MessagePort): Direct {
  const waiting = new Map<number, Waiting>();
  let asked = 0;
  let closed = false;

  port.on('message', ({ id, message }: Told) => {
    const asker = waiting.get(id);
    waiting.delete(id);
    const answer = mongo.BSON.deserialize(message.subarray(msgHead));
    if (answer.ok === 1) asker?.resolve(answer);
    else asker?.reject(new mongo.MongoServerError(answer));
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
      waiting.set(id, { resolve, reject });
      port.postMessage({ id, message } satisfies Told, [message.buffer as ArrayBuffer]);
    });
  }

  return { command };
}

function notConnected(): Error {
  return new mongo.MongoNotConnectedError('The store is closed');
}

/** As the driver writes documents, by its own copy of the library; what is undefined is left out. */
function encode(document: object): Uint8Array {
  return mongo.BSON.serialize(document, { ignoreUndefined: true });
}

function messageOf(id: number, body: object, list: DocumentList | undefined): Uint8Array {
  const parts: Uint8Array[] = [Buffer.alloc(msgHead), encode(body)];
  if (list) {
    const name = Buffer.from(`\u0001    ${list.field}\u0000`, 'latin1');
    const documents = list.documents.map((document) => encode(document));
    name.writeInt32LE(
      documents.reduce((sum, { length }) => sum + length, name.length - 1),
      1,
    );
    parts.push(name, ...documents);
  }
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  // A buffer of its own: it is given away to the other thread.
  const message = Buffer.allocUnsafeSlow(length);
  let at = 0;
  for (const part of parts) {
    message.set(part, at);
    at += part.length;
  }
  message.writeInt32LE(length, 0);
  message.writeInt32LE(id, 4);
  message.writeInt32LE(opMsg, 12);
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

import { mongo, type Connection } from 'mongoose';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import type { MediaSeal } from '../domain/media.ts';

const bucketName = 'mediaFiles';
const chunkSizeBytes = 255 * 1024;

/** The bytes of media in GridFS, sealed; their owner's id is the file's name, each try has a file of its own. */
export function createFiles({ connection, seal }: { connection: Connection; seal: MediaSeal }) {
  let opened: mongo.GridFSBucket | undefined;

  /** Made at first use: the bucket makes its indexes then, once. */
  function bucket(): mongo.GridFSBucket {
    if (!connection.db) throw new Error('The store is not open');
    opened ??= new mongo.GridFSBucket(connection.db, { bucketName, chunkSizeBytes });
    return opened;
  }

  /** @param file a name that is used once */
  async function write(owner: string, file: string, bytes: Buffer): Promise<void> {
    const upload = bucket().openUploadStreamWithId(idOf(file), owner);
    await pipeline(Readable.from([seal.seal(bytes, owner)]), upload);
  }

  /** @returns undefined where it is not there, or does not open any more */
  async function read(owner: string, file: string): Promise<Buffer | undefined> {
    const [found] = await bucket()
      .find({ _id: idOf(file) }, { limit: 1 })
      .toArray();
    if (!found) return undefined;
    return seal.open(await buffer(bucket().openDownloadStream(idOf(file))), owner);
  }

  /** Removes all that an owner has, what an interrupted try left too. */
  async function removeOf(owner: string): Promise<void> {
    const found = await bucket().find({ filename: owner }).toArray();
    for (const { _id } of found) await remove(String(_id));
  }

  /** Not the bucket's own: it throws where somebody else was faster. */
  async function remove(file: string): Promise<void> {
    await connection.collection(`${bucketName}.files`).deleteOne({ _id: idOf(file) });
    await connection.collection(`${bucketName}.chunks`).deleteMany({ files_id: idOf(file) });
  }

  return { write, read, remove, removeOf };
}

/** The driver types a file's id as its own; any value will do, and ids here are strings. */
function idOf(file: string): mongo.ObjectId {
  return file as unknown as mongo.ObjectId;
}

import type { Connection } from 'mongoose';
import type { Media, MediaSeal } from '../domain/media.ts';
import type { CustomerId } from '../domain/ids.ts';
import type { Clock } from '../lib/clock.ts';
import { insertNew } from '../store/collection.ts';
import { modelOf, trusted } from '../store/schema.ts';
import { createFiles } from './files-store.ts';
import { mediaSpec, type MediaDocument } from './media-spec.ts';

export type MediaStoreDeps = {
  readonly connection: Connection;
  readonly clock: Clock;
  readonly seal: MediaSeal;
  /** how long what a customer sent is kept */
  readonly keptMs: number;
};

/** A customer's file that is to be fetched from WeChat. */
export type AwaitedMedia = Pick<Media, 'id' | 'openId' | 'customer' | 'kind' | 'at' | 'ticket'> & {
  readonly mediaId: string;
};

/** An agent's file, with its bytes. */
export type GivenMedia = Pick<Media, 'id' | 'openId' | 'customer' | 'kind' | 'at' | 'ticket'> & {
  readonly bytes: Buffer;
  readonly contentType: string;
};

/** One try to fetch a file; its fence is what may settle it. */
export type Fetch = {
  readonly media: Media;
  readonly mediaId: string;
  readonly attempts: number;
  readonly fence: number;
};

const leaseMs = 60_000;
const mostOfCustomer = 500;

/** What customers and agents send as files: a record for each, its bytes sealed in GridFS. */
export function createMediaStore({ connection, clock, seal, keptMs }: MediaStoreDeps) {
  const records = modelOf<MediaDocument>(connection, mediaSpec);
  const files = createFiles({ connection, seal });

  /** @returns false when it is known already */
  async function expect({ id, ...facts }: AwaitedMedia): Promise<boolean> {
    const keptUntil = new Date(facts.at.getTime() + keptMs);
    return insert({ _id: id, ...facts, from: 'customer', state: 'due', dueAt: facts.at, keptUntil });
  }

  /** Keeps an agent's file. The bytes come first: a record always has its bytes. */
  async function add({ id, bytes, ...facts }: GivenMedia): Promise<void> {
    const file = `${id}#0`;
    await files.write(id, file, bytes);
    await insert({ _id: id, ...facts, from: 'agent', state: 'kept', size: bytes.length, file });
  }

  function insert(facts: Omit<MediaDocument, 'attempts' | 'fence' | 'cases'>): Promise<boolean> {
    return insertNew<MediaDocument>(records, { ...facts, attempts: 0, fence: 0, cases: [] });
  }

  /** Takes the file that has waited longest to be fetched; whoever dies over it leaves it to the next after a minute. */
  async function takeDue(): Promise<Fetch | undefined> {
    const now = clock();
    const found = await records
      .findOneAndUpdate(
        { dueAt: trusted({ $lte: now }) },
        { $set: { dueAt: new Date(now.getTime() + leaseMs) }, $inc: { attempts: 1, fence: 1 } },
        { sort: { dueAt: 1 }, returnDocument: 'after' },
      )
      .lean();
    if (!found) return undefined;
    const { mediaId = '', attempts, fence } = found;
    return { media: mediaOf(found), mediaId, attempts, fence };
  }

  /** @returns false when somebody else has fetched it meanwhile */
  async function keep(
    { media: { id }, fence }: Fetch,
    { bytes, contentType }: { readonly bytes: Buffer; readonly contentType: string },
  ): Promise<boolean> {
    const file = `${id}#${fence}`;
    await files.write(id, file, bytes);
    const settled = await settle(id, fence, { state: 'kept', contentType, size: bytes.length, file });
    // Each clears up behind itself alone: another try's bytes may be about to become the file.
    if (!settled) await files.remove(file);
    else for (let earlier = 1; earlier < fence; earlier++) await files.remove(`${id}#${earlier}`);
    return settled;
  }

  /** It will never be here. @param reason a word of a fixed list */
  async function giveUp(
    { media: { id }, fence }: Fetch,
    outcome: { readonly state: 'refused' | 'gone'; readonly reason: string },
  ): Promise<boolean> {
    return settle(id, fence, outcome);
  }

  async function settle(id: string, fence: number, set: Partial<MediaDocument>): Promise<boolean> {
    const { matchedCount } = await records.updateOne(
      { _id: id, fence, state: 'due' },
      { $set: set, $unset: { dueAt: '', mediaId: '' } },
    );
    return matchedCount === 1;
  }

  async function tryAgain({ media: { id }, fence }: Fetch, dueAt: Date): Promise<void> {
    await records.updateOne({ _id: id, fence, state: 'due' }, { $set: { dueAt } });
  }

  async function find(id: string): Promise<Media | undefined> {
    const found = await records.findOne({ _id: id }).lean();
    return found ? mediaOf(found) : undefined;
  }

  /** Keeps what agents see of a picture before they open it; nothing where the picture is not kept any more. */
  async function keepPreview(id: string, preview: Uint8Array): Promise<void> {
    const sealed = seal.seal(Buffer.from(preview), aboutPreview(id)).toString('base64');
    await records.updateOne({ _id: id, state: 'kept' }, { $set: { preview: sealed } });
  }

  /** The bytes; undefined where they are not kept, or do not open any more. */
  async function read(id: string): Promise<Buffer | undefined> {
    const found = await records.findOne({ _id: id }, { file: 1 }).lean();
    return found?.file === undefined ? undefined : files.read(id, found.file);
  }

  /** A customer's files, newest first, at most 500. */
  async function ofCustomer(customer: CustomerId): Promise<Media[]> {
    const found = await records.find({ customer }).sort({ at: -1 }).limit(mostOfCustomer).lean();
    return found.map(mediaOf);
  }

  /** WeChat's name for an agent's file, while WeChat has it. */
  async function uploadedAs(id: string): Promise<string | undefined> {
    const found = await records.findOne({ _id: id }, { mediaId: 1, mediaIdUntil: 1 }).lean();
    return found?.mediaIdUntil && found.mediaIdUntil > clock() ? found.mediaId : undefined;
  }

  async function setUploaded(id: string, { mediaId, until }: { mediaId: string; until: Date }): Promise<void> {
    await records.updateOne({ _id: id }, { $set: { mediaId, mediaIdUntil: until } });
  }

  /** What a customer sent since a moment is evidence of a complaint or report from now on. */
  async function holdFor(customer: CustomerId, number: string, since: Date): Promise<void> {
    await records.updateMany(
      { customer, at: trusted({ $gte: since }), from: 'customer' },
      { $addToSet: { cases: number } },
    );
  }

  /** Erases a customer's files, but for the evidence of open cases. May be run again after a crash. */
  async function erase(customer: CustomerId): Promise<void> {
    for (;;) {
      const found = await records
        .find({ customer, cases: trusted({ $size: 0 }) }, { _id: 1 })
        .limit(100)
        .lean();
      for (const { _id } of found) await remove(_id);
      if (found.length < 100) return;
    }
  }

  function mediaOf(document: MediaDocument): Media {
    const { _id, preview: sealed } = document;
    const opened = sealed === undefined ? undefined : seal.open(Buffer.from(sealed, 'base64'), aboutPreview(_id));
    return {
      ...toMedia(document),
      ...(opened && { preview: `data:image/png;base64,${opened.toString('base64')}` }),
    };
  }

  async function remove(id: string): Promise<void> {
    await files.removeOf(id);
    await records.deleteOne({ _id: id });
  }

  return {
    expect,
    add,
    takeDue,
    keep,
    giveUp,
    tryAgain,
    find,
    read,
    keepPreview,
    ofCustomer,
    uploadedAs,
    setUploaded,
    holdFor,
    erase,
    remove,
  };
}

function toMedia(document: MediaDocument): Media {
  const { _id, dueAt: _d, attempts: _a, fence: _f, file: _n, mediaId: _m, mediaIdUntil: _u, ...others } = document;
  const { preview: _p, keptUntil: _k, ...facts } = others;
  return { id: _id, ...facts };
}

/** What binds a preview's seal to its record; the file's own is bound to the id alone. */
function aboutPreview(id: string): string {
  return `preview:${id}`;
}

export type MediaStore = ReturnType<typeof createMediaStore>;

import type { Media } from '../domain/media.ts';
import type { CollectionSpec } from '../store/schema.ts';

export type MediaDocument = Omit<Media, 'id' | 'preview'> & {
  readonly _id: string;
  /** WeChat's name for the file: a customer's until it is fetched, an agent's until it expires there */
  readonly mediaId?: string;
  readonly mediaIdUntil?: Date;
  /** when the next try to fetch it is due; gone once there is nothing more to try */
  readonly dueAt?: Date;
  readonly attempts: number;
  /** rises with each try: who comes back late with an older one changes nothing */
  readonly fence: number;
  /** name of the file's bytes in GridFS */
  readonly file?: string;
  /** under the files' seal, as base64: it goes with the record */
  readonly preview?: string;
  /** a customer's file goes after this; once it is gone, while its bytes are still to be removed */
  readonly keptUntil?: Date;
};

export const mediaSpec: CollectionSpec = {
  name: 'media',
  retention: 'conversation',
  subject: { by: 'customer', field: 'customer', erase: 'feature' },
  fields: {
    openId: String,
    customer: String,
    from: String,
    kind: String,
    state: String,
    at: Date,
    ticket: String,
    contentType: String,
    size: Number,
    reason: String,
    cases: [String],
    mediaId: String,
    mediaIdUntil: Date,
    dueAt: Date,
    attempts: Number,
    fence: Number,
    file: String,
    preview: String,
    keptUntil: Date,
  },
  indexes: [
    { key: { customer: 1, at: -1 } },
    { key: { dueAt: 1 }, sparse: true },
    { key: { keptUntil: 1 }, sparse: true },
  ],
};

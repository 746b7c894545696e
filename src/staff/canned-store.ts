import mongoose, { type Connection } from 'mongoose';
import type { CannedReply } from '../domain/canned.ts';
import { isDuplicate } from '../store/retry.ts';
import { modelOf, type CollectionSpec } from '../store/schema.ts';

const { trusted } = mongoose;

type CannedDocument = {
  _id: string;
  /** the account that it belongs to; `*` for everybody's */
  owner: string;
  shortcut: string;
  title: string;
  text: string;
  changedAt: Date;
};

const cannedShape = {
  owner: { type: String, required: true },
  shortcut: { type: String, required: true },
  title: { type: String, required: true },
  text: { type: String, required: true },
  changedAt: { type: Date, required: true },
};
const spec: CollectionSpec = {
  name: 'canned_replies',
  retention: 'staff',
  fields: cannedShape,
  indexes: [{ key: { owner: 1, shortcut: 1 }, unique: true }],
};

/** in place of an account: the reply is everybody's */
export const everybody = '*';
/** of one owner: a list longer than this helps nobody find anything */
export const mostOfOne = 300;

/** Canned replies in the store, by owner. */
export function createCannedStore(connection: Connection) {
  const replies = modelOf<CannedDocument>(connection, spec);

  async function ofOwners(owners: readonly string[]): Promise<CannedReply[]> {
    const found = await replies
      .find({ owner: trusted({ $in: [...owners] }) })
      .sort({ owner: 1, shortcut: 1 })
      .limit(owners.length * mostOfOne)
      .lean();
    return found.map(toCanned);
  }

  async function countOf(owner: string): Promise<number> {
    return replies.countDocuments({ owner });
  }

  /** @returns undefined where the owner has this shortcut already */
  async function add(id: string, fields: Omit<CannedDocument, '_id'>): Promise<CannedReply | undefined> {
    const document = { _id: id, ...fields };
    const isNew = await unlessTaken(() => replies.insertMany([document]));
    return isNew ? toCanned(document) : undefined;
  }

  /** Changes a reply of one of these owners. */
  async function change(
    id: string,
    owners: readonly string[],
    fields: Omit<CannedDocument, '_id' | 'owner'>,
  ): Promise<CannedReply | 'not_found' | 'taken'> {
    const changed = await unlessTaken(() =>
      replies
        .findOneAndUpdate(
          { _id: id, owner: trusted({ $in: [...owners] }) },
          { $set: fields },
          { returnDocument: 'after' },
        )
        .lean(),
    );
    if (changed === false) return 'taken';
    return changed ? toCanned(changed) : 'not_found';
  }

  async function remove(id: string, owners: readonly string[]): Promise<boolean> {
    const { deletedCount } = await replies.deleteOne({ _id: id, owner: trusted({ $in: [...owners] }) });
    return deletedCount === 1;
  }

  return { ofOwners, countOf, add, change, remove };
}

/** @returns false where a unique key is taken */
async function unlessTaken<T>(write: () => Promise<T>): Promise<T | false> {
  try {
    return await write();
  } catch (error) {
    if (isDuplicate(error)) return false;
    throw error;
  }
}

function toCanned({ _id, owner, ...rest }: CannedDocument): CannedReply {
  const { shortcut, title, text, changedAt } = rest;
  return { id: _id, scope: owner === everybody ? 'shared' : 'personal', shortcut, title, text, changedAt };
}

import { createHash, randomBytes } from 'node:crypto';
import mongoose, { Schema, type Connection } from 'mongoose';
import { toAgentId, type AgentId } from '../domain/ids.ts';

const { trusted } = mongoose;

const validMs = 30 * 60_000;

type LinkDocument = { _id: string; account: string; expiresAt: Date };

const linkShape = {
  _id: { type: String, required: true },
  account: { type: String, required: true },
  expiresAt: { type: Date, required: true },
};
const linkSchema = new Schema<LinkDocument>(linkShape, {
  collection: 'staff_links',
  strict: 'throw',
  versionKey: false,
  autoIndex: false,
  autoCreate: false,
});
linkSchema.index({ account: 1 });
linkSchema.index({ expiresAt: 1 }, { expireAfterSeconds: 0 });

const keyOf = (token: string): string => createHash('sha256').update(token).digest('base64url');

/** One-time links that let somebody set an account's password: good once, for 30 minutes, stored as a hash. */
export function createLinksStore(connection: Connection) {
  const links = connection.model<LinkDocument>('StaffLink', linkSchema);

  /** @returns the token, for the link */
  async function issue(account: AgentId, at: Date): Promise<string> {
    const token = randomBytes(32).toString('base64url');
    await links.insertMany([{ _id: keyOf(token), account, expiresAt: new Date(at.getTime() + validMs) }]);
    return token;
  }

  const valid = (token: string, at: Date) => ({ _id: keyOf(token), expiresAt: trusted({ $gt: at }) });

  /** Whose link it is, without using it up. */
  async function read(token: string, at: Date): Promise<AgentId | undefined> {
    const found = await links.findOne(valid(token, at)).lean();
    return found ? toAgentId(found.account) : undefined;
  }

  /** Uses a link up: of two at once, one gets the account. */
  async function take(token: string, at: Date): Promise<AgentId | undefined> {
    const taken = await links.findOneAndDelete(valid(token, at)).lean();
    return taken ? toAgentId(taken.account) : undefined;
  }

  async function withdrawAllOf(account: AgentId): Promise<void> {
    await links.deleteMany({ account });
  }

  const prepare = (): Promise<void> => links.createIndexes();

  return { prepare, issue, read, take, withdrawAllOf };
}

export type LinksStore = ReturnType<typeof createLinksStore>;

import { createHash, randomBytes } from 'node:crypto';
import mongoose, { type Connection } from 'mongoose';
import { toAgentId, type AgentId } from '../domain/ids.ts';
import { modelOf, type CollectionSpec } from '../store/schema.ts';

const { trusted } = mongoose;

const validMs = 30 * 60_000;

type LinkDocument = { _id: string; account: string; expiresAt: Date };

const linkShape = {
  account: { type: String, required: true },
  expiresAt: { type: Date, required: true },
};
const spec: CollectionSpec = {
  name: 'staff_links',
  retention: 'staff',
  fields: linkShape,
  indexes: [{ key: { account: 1 } }, { key: { expiresAt: 1 }, expireAfterSeconds: 0 }],
};

const keyOf = (token: string): string => createHash('sha256').update(token).digest('base64url');

/** One-time links that let somebody set an account's password: good once, for 30 minutes, stored as a hash. */
export function createLinksStore(connection: Connection) {
  const links = modelOf<LinkDocument>(connection, spec);

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

  return { issue, read, take, withdrawAllOf };
}

export type LinksStore = ReturnType<typeof createLinksStore>;

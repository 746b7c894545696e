import { createHash, randomBytes } from 'node:crypto';
import mongoose, { type Connection } from 'mongoose';
import { toAgentId, type AgentId } from '../domain/ids.ts';
import { modelOf, type CollectionSpec } from '../store/schema.ts';

const { trusted } = mongoose;

const idleMs = 30 * 60_000;
const absoluteMs = 12 * 60 * 60_000;
/** use is written down at most so often: a busy console calls several times a second */
const touchEveryMs = 60_000;

type SessionDocument = { _id: string; account: string; createdAt: Date; seenAt: Date; expiresAt: Date };

const sessionShape = {
  account: { type: String, required: true },
  createdAt: { type: Date, required: true },
  seenAt: { type: Date, required: true },
  expiresAt: { type: Date, required: true },
};
const spec: CollectionSpec = {
  name: 'staff_sessions',
  retention: 'staff',
  fields: sessionShape,
  indexes: [{ key: { account: 1 } }, { key: { expiresAt: 1 }, expireAfterSeconds: 0 }],
};

export type Session = { readonly key: string; readonly account: AgentId };

const keyOf = (id: string): string => createHash('sha256').update(id).digest('base64url');

/** Whether a value can be a session's id at all: nothing else is hashed or looked up. */
const looksLikeId = (id: string): boolean => /^[\w-]{43}$/.test(id);

/**
 * The console's sign-ins. An id has 256 random bits and is known to the browser alone: stored is its SHA-256, so that
 * a copy of the store opens no console. A session ends after 30 minutes without a call, and 12 hours after sign-in.
 */
export function createSessionsStore(connection: Connection) {
  const sessions = modelOf<SessionDocument>(connection, spec);

  /** @returns the id, for the cookie */
  async function open(account: AgentId, at: Date): Promise<string> {
    const id = randomBytes(32).toString('base64url');
    const expiresAt = new Date(at.getTime() + absoluteMs);
    await sessions.insertMany([{ _id: keyOf(id), account, createdAt: at, seenAt: at, expiresAt }]);
    return id;
  }

  const alive = (at: Date) => ({
    seenAt: trusted({ $gt: new Date(at.getTime() - idleMs) }),
    expiresAt: trusted({ $gt: at }),
  });

  /** The live session of an id, and a note that it was used. */
  async function use(id: string, at: Date): Promise<Session | undefined> {
    if (!looksLikeId(id)) return undefined;
    const found = await sessions.findOne({ _id: keyOf(id), ...alive(at) }).lean();
    if (!found) return undefined;
    if (at.getTime() - found.seenAt.getTime() >= touchEveryMs) {
      await sessions.updateOne({ _id: found._id }, { $set: { seenAt: at } });
    }
    return { key: found._id, account: toAgentId(found.account) };
  }

  /** Which of these sessions are still alive, without counting as use. */
  async function aliveOf(keys: readonly string[], at: Date): Promise<ReadonlySet<string>> {
    const found = await sessions.find({ _id: trusted({ $in: [...keys] }), ...alive(at) }, { _id: 1 }).lean();
    return new Set(found.map(({ _id }) => _id));
  }

  async function end(key: string): Promise<void> {
    await sessions.deleteOne({ _id: key });
  }

  /** @param except a session that stays: one's own, when one changes one's password */
  async function endAllOf(account: AgentId, except?: string): Promise<void> {
    await sessions.deleteMany(except === undefined ? { account } : { account, _id: trusted({ $ne: except }) });
  }

  return { open, use, aliveOf, end, endAllOf };
}

export type SessionsStore = ReturnType<typeof createSessionsStore>;

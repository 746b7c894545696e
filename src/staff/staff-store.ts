import mongoose, { type Connection } from 'mongoose';
import { toAgentId, type AgentId } from '../domain/ids.ts';
import { duties, roles, type Agent, type Duty, type Role } from '../domain/agent.ts';
import { err, ok, type Result } from '../lib/result.ts';
import { modelOf, type CollectionSpec } from '../store/schema.ts';

const { trusted } = mongoose;

/** What only the sign-in sees of an account. */
export type Credentials = {
  readonly agent: Agent;
  /** undefined until a first password was set */
  readonly passwordHash: string | undefined;
  /** hashed peers that signed in before: an attack from elsewhere does not lock them out */
  readonly knownPeers: readonly string[];
};

export type NewAccount = Omit<Agent, 'disabled' | 'duty'> & { readonly passwordHash?: string };

/** What an administrator may change about an account. */
export type AccountChange = Partial<
  Pick<Agent, 'name' | 'employeeNumber' | 'roles' | 'skills' | 'tier' | 'capacity' | 'disabled'>
>;

type AccountDocument = {
  _id: string;
  login: string;
  name: string;
  employeeNumber: string;
  roles: Role[];
  skills: string[];
  tier?: number;
  capacity: number;
  disabled: boolean;
  /** absent: available */
  duty?: Duty;
  passwordHash?: string;
  knownPeers: string[];
  createdAt: Date;
  seenAt?: Date;
};

const accountShape = {
  login: { type: String, required: true },
  name: { type: String, required: true },
  employeeNumber: { type: String, required: true },
  roles: { type: [{ type: String, enum: roles }], required: true },
  skills: { type: [String], default: [] },
  tier: { type: Number, min: 1, max: 3 },
  capacity: { type: Number, required: true },
  disabled: { type: Boolean, required: true },
  duty: { type: String, enum: duties },
  passwordHash: String,
  knownPeers: { type: [String], default: [] },
  createdAt: { type: Date, required: true },
  seenAt: Date,
};
const spec: CollectionSpec = {
  name: 'staff',
  retention: 'staff',
  fields: accountShape,
  indexes: [
    { key: { login: 1 }, unique: true },
    { key: { employeeNumber: 1 }, unique: true },
    { key: { roles: 1 } },
    { key: { seenAt: 1 }, sparse: true },
  ],
};

/** how many peers of an account are remembered */
const maxKnownPeers = 10;
/** an account list has no pages: a desk of thousands would need another one */
const maxAccounts = 2_000;

function toAgent(document: AccountDocument): Agent {
  const { login, name, employeeNumber, skills, tier, capacity, disabled, duty = 'available' } = document;
  return {
    id: toAgentId(document._id),
    login,
    name,
    employeeNumber,
    roles: document.roles,
    skills,
    ...(tier !== undefined && { tier }),
    capacity,
    disabled,
    duty,
  };
}

function duplicateKey(error: unknown): boolean {
  return error instanceof mongoose.mongo.MongoServerError && error.code === 11_000;
}

/**
 * Accounts of staff, on a connection that is given.
 *
 * Logins are stored in lower case: `Admin` and `admin` are one.
 */
export function createStaffStore(connection: Connection) {
  const accounts = modelOf<AccountDocument>(connection, spec);

  async function add(account: NewAccount, at: Date): Promise<Result<Agent, 'login_taken' | 'employee_number_taken'>> {
    const { id, passwordHash, ...rest } = account;
    const document: AccountDocument = {
      _id: id,
      ...{ login: rest.login.toLowerCase(), name: rest.name, employeeNumber: rest.employeeNumber },
      ...{ roles: [...rest.roles], skills: [...rest.skills], capacity: rest.capacity },
      ...(rest.tier !== undefined && { tier: rest.tier }),
      ...{ createdAt: at, disabled: false, knownPeers: [] },
      ...(passwordHash !== undefined && { passwordHash }),
    };
    try {
      await accounts.insertMany([document]);
      return ok(toAgent(document));
    } catch (error) {
      if (!duplicateKey(error)) throw error;
      return err((await accounts.exists({ login: document.login })) ? 'login_taken' : 'employee_number_taken');
    }
  }

  async function byLogin(login: string): Promise<Credentials | undefined> {
    const found = await accounts.findOne({ login: login.toLowerCase() }).lean();
    return found
      ? { agent: toAgent(found), passwordHash: found.passwordHash, knownPeers: found.knownPeers }
      : undefined;
  }

  async function byId(id: AgentId): Promise<Agent | undefined> {
    const found = await accounts.findOne({ _id: id }).lean();
    return found ? toAgent(found) : undefined;
  }

  async function list(): Promise<readonly Agent[]> {
    const found = await accounts.find({}).sort({ login: 1 }).limit(maxAccounts).lean();
    return found.map(toAgent);
  }

  /** @returns undefined where there is no such account */
  async function change(
    id: AgentId,
    values: AccountChange,
  ): Promise<Result<Agent, 'employee_number_taken'> | undefined> {
    try {
      const changed = await accounts
        .findOneAndUpdate({ _id: id }, { $set: values }, { returnDocument: 'after' })
        .lean();
      return changed ? ok(toAgent(changed)) : undefined;
    } catch (error) {
      if (!duplicateKey(error)) throw error;
      return err('employee_number_taken');
    }
  }

  async function setDuty(id: AgentId, duty: Duty): Promise<Agent | undefined> {
    const changed = await accounts
      .findOneAndUpdate({ _id: id }, { $set: { duty } }, { returnDocument: 'after' })
      .lean();
    return changed ? toAgent(changed) : undefined;
  }

  async function setPassword(id: AgentId, passwordHash: string): Promise<void> {
    await accounts.updateOne({ _id: id }, { $set: { passwordHash } });
  }

  /** Leaves the account without a password: nobody signs in before a new one was set. */
  async function clearPassword(id: AgentId): Promise<void> {
    await accounts.updateOne({ _id: id }, { $unset: { passwordHash: 1 } });
  }

  /** Whether anybody can administer: an enabled administrator who has a password. */
  async function hasAdministrator(): Promise<boolean> {
    const found = await accounts.find({ roles: 'administrator' }).limit(maxAccounts).lean();
    return found.some(({ disabled, passwordHash }) => !disabled && passwordHash !== undefined);
  }

  async function rememberPeer(credentials: Credentials, peer: string): Promise<void> {
    if (credentials.knownPeers.includes(peer)) return;
    const knownPeers = [peer, ...credentials.knownPeers].slice(0, maxKnownPeers);
    await accounts.updateOne({ _id: credentials.agent.id }, { $set: { knownPeers } });
  }

  async function markSeen(ids: readonly AgentId[], at: Date): Promise<void> {
    await accounts.updateMany({ _id: trusted({ $in: [...ids] }) }, { $set: { seenAt: at } });
  }

  /** Who was seen since. */
  async function seenSince(at: Date): Promise<readonly Agent[]> {
    const found = await accounts
      .find({ seenAt: trusted({ $gte: at }) })
      .limit(maxAccounts)
      .lean();
    return found.map(toAgent).filter(({ disabled }) => !disabled);
  }

  /** Makes the indexes; the uniqueness of logins rests on it. */
  return {
    add,
    byLogin,
    byId,
    list,
    change,
    setDuty,
    setPassword,
    clearPassword,
    hasAdministrator,
    rememberPeer,
    markSeen,
    seenSince,
  };
}

export type StaffStore = ReturnType<typeof createStaffStore>;

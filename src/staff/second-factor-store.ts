import mongoose, { type Connection } from 'mongoose';
import { toAgentId, type AgentId } from '../domain/ids.ts';
import { modelOf, type CollectionSpec } from '../store/schema.ts';

const { trusted } = mongoose;

type FactorDocument = {
  _id: string;
  /** the shared secret, sealed with a key that only the account's password gives */
  sealed: string;
  salt: string;
  isOn: boolean;
  /** the last time step whose code was used: it and all before it are spent */
  lastStep: number;
};

export type Factor = { readonly account: AgentId } & Omit<FactorDocument, '_id'>;

const factorShape = {
  sealed: { type: String, required: true },
  salt: { type: String, required: true },
  isOn: { type: Boolean, required: true },
  lastStep: { type: Number, required: true },
};
const factorSpec: CollectionSpec = { name: 'staff_second_factors', retention: 'staff', fields: factorShape };

type RecoveryDocument = { _id: string; account: string };

const recoveryShape = { account: { type: String, required: true } };
const recoverySpec: CollectionSpec = {
  name: 'staff_recovery_codes',
  retention: 'staff',
  fields: recoveryShape,
  indexes: [{ key: { account: 1 } }],
};

/** Second factors and their recovery codes: what is used up is used up in one conditional write. */
export function createSecondFactorStore(connection: Connection) {
  const factors = modelOf<FactorDocument>(connection, factorSpec);
  const recoveries = modelOf<RecoveryDocument>(connection, recoverySpec);

  async function read(account: AgentId): Promise<Factor | undefined> {
    const found = await factors.findOne({ _id: account }).lean();
    if (!found) return undefined;
    const { sealed, salt, isOn, lastStep } = found;
    return { account: toAgentId(found._id), sealed, salt, isOn, lastStep };
  }

  /** Begins anew with a secret that counts only when it was confirmed. */
  async function begin(account: AgentId, sealed: { sealed: string; salt: string }): Promise<void> {
    await factors.updateOne({ _id: account }, { $set: { ...sealed, isOn: false, lastStep: 0 } }, { upsert: true });
  }

  /** Spends the code of a time step. @returns false where it, or a later one, was spent before */
  async function spendStep(account: AgentId, step: number): Promise<boolean> {
    const filter = { _id: account, lastStep: trusted({ $lt: step }) };
    return (await factors.updateOne(filter, { $set: { lastStep: step } })).modifiedCount === 1;
  }

  async function turnOn(account: AgentId, recoveryKeys: readonly string[]): Promise<void> {
    await recoveries.deleteMany({ account });
    await recoveries.insertMany(recoveryKeys.map((_id) => ({ _id, account })));
    await factors.updateOne({ _id: account }, { $set: { isOn: true } });
  }

  /** @returns whether there was such a code; there is not, any more */
  async function spendRecovery(account: AgentId, key: string): Promise<boolean> {
    return (await recoveries.findOneAndDelete({ _id: key, account }).lean()) !== null;
  }

  async function reseal(account: AgentId, sealed: { sealed: string; salt: string }): Promise<void> {
    await factors.updateOne({ _id: account }, { $set: sealed });
  }

  async function remove(account: AgentId): Promise<void> {
    await factors.deleteOne({ _id: account });
    await recoveries.deleteMany({ account });
  }

  return { read, begin, spendStep, turnOn, spendRecovery, reseal, remove };
}

export type SecondFactorStore = ReturnType<typeof createSecondFactorStore>;

import type { Connection } from 'mongoose';
import type { Evidence } from '../domain/identity.ts';
import type { CustomerId } from '../domain/ids.ts';
import { part } from '../store/part.ts';
import { isDuplicate, withRetry } from '../store/retry.ts';
import { modelOf, type CollectionSpec } from '../store/schema.ts';
import { sealedShape } from './sealed-shape.ts';

/** What a report of an impostor names, under seal. */
export type ReportEvidence = {
  /** the report's number, `R20261122-0001` */
  readonly number: string;
  readonly customer: CustomerId;
  readonly at: Date;
  readonly items: readonly Evidence[];
};

type EvidenceDocument = Omit<ReportEvidence, 'number'> & { readonly _id: string };

const item = part({ kind: String, indicator: String, sealed: sealedShape });

const spec: CollectionSpec = {
  name: 'evidence',
  retention: 'record',
  // What a report names is an impostor's; who reported it goes.
  subject: { by: 'customer', field: 'customer', erase: { fields: ['customer'] } },
  fields: { customer: String, at: Date, items: [item] },
  indexes: [{ key: { customer: 1 } }],
};

/** Evidence by report: written once, kept as long as the report. */
export function createEvidenceStore({ connection }: { readonly connection: Connection }) {
  const evidence = modelOf<EvidenceDocument>(connection, spec);

  async function file({ number, ...facts }: ReportEvidence): Promise<void> {
    const write = () => evidence.updateOne({ _id: number }, { $setOnInsert: facts }, { upsert: true });
    await withRetry(write, { alsoWhen: isDuplicate });
  }

  async function of(number: string): Promise<ReportEvidence | undefined> {
    const found = (await evidence.findById(number).lean()) as EvidenceDocument | null;
    if (!found) return undefined;
    const { _id, ...facts } = found;
    return { number: _id, ...facts };
  }

  return { file, of };
}

export type EvidenceStore = ReturnType<typeof createEvidenceStore>;

import type { Connection, Model } from 'mongoose';
import { modelOf, specsOf, trusted, type CollectionSpec, type Subject } from './schema.ts';

/** A customer as collections know him: by one of these. */
export type Who = { readonly openId: string; readonly customer: string };

type Owned = CollectionSpec & { readonly subject: Subject };
type Found = { _id: string };

const batchSize = 500;

/** The collections that hold something about customers. */
function ownedIn(connection: Connection): Owned[] {
  return specsOf(connection).filter((spec): spec is Owned => typeof spec.subject === 'object');
}

function idsOf(model: Model<Found>, { by, field }: Subject, who: Who) {
  return model.find({ [field]: who[by] }, { _id: 1 });
}

/**
 * Erases what the store has about a customer, collection by collection as each declares it, in bounded batches. May be
 * run again after a crash. What a feature erases itself is left to it.
 *
 * @returns how many documents were erased or emptied, by collection
 */
export async function eraseSubject(connection: Connection, who: Who): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const spec of ownedIn(connection)) {
    const { by, field, erase } = spec.subject;
    const model = modelOf<Found>(connection, spec);
    if (erase === 'documents') counts[spec.name] = await eraseDocuments(model, spec.subject, who);
    else if (erase !== 'feature') counts[spec.name] = await blank(model, { by, field, fields: erase.fields }, who);
  }
  return counts;
}

async function eraseDocuments(model: Model<Found>, subject: Subject, who: Who): Promise<number> {
  for (let count = 0; ;) {
    const found = await idsOf(model, subject, who).limit(batchSize).lean();
    const ids = found.map(({ _id }) => _id);
    if (ids.length > 0) await model.deleteMany({ _id: trusted({ $in: ids }) });
    count += ids.length;
    if (ids.length < batchSize) return count;
  }
}

type Blanking = Pick<Subject, 'by' | 'field'> & { readonly fields: readonly string[] };

async function blank(model: Model<Found>, { by, field, fields }: Blanking, who: Who): Promise<number> {
  const gone = Object.fromEntries(fields.map((name) => [name, '']));
  const done = await model.updateMany({ [field]: who[by] }, { $unset: gone });
  return done.matchedCount;
}

export type Exported = { readonly collection: string; readonly document: Readonly<Record<string, unknown>> };

/** Everything that the store has about a customer, document by document. */
export async function* exportSubject(connection: Connection, who: Who): AsyncGenerator<Exported> {
  for (const spec of ownedIn(connection)) {
    const { by, field } = spec.subject;
    const cursor = modelOf<Found>(connection, spec)
      .find({ [field]: who[by] })
      .lean()
      .cursor({ batchSize });
    for await (const document of cursor) yield { collection: spec.name, document: document };
  }
}

import type { Connection } from 'mongoose';
import { createMany } from '../store/many.ts';
import { modelOf, trusted, type CollectionSpec } from '../store/schema.ts';
import type { Turn } from './deflection.ts';

type TurnDocument = Omit<Turn, 'id'> & { readonly _id: string };

const keptSeconds = 14 * 24 * 3600;

const spec: CollectionSpec = {
  name: 'turns',
  retention: 'conversation',
  subject: { by: 'customer', field: 'customer', erase: 'documents' },
  fields: {
    customer: { type: String, required: true },
    kind: { type: String, required: true },
    topic: String,
    entry: String,
    at: { type: Date, required: true },
  },
  indexes: [{ key: { customer: 1, at: 1 } }, { key: { at: 1 }, expireAfterSeconds: keptSeconds }],
};

const batchSize = 500;

/** What customers got from the bot and what came after it, for two weeks: deflection is counted from it. */
export function createTurns({ connection }: { connection: Connection }) {
  const turns = modelOf<TurnDocument>(connection, spec);
  const many = createMany<TurnDocument>(connection, spec);

  /** Adds turns; one that is there already stays as it is. */
  async function add(all: readonly Turn[]): Promise<void> {
    await many.add(all.map(({ id, ...rest }) => ({ _id: id, ...rest })));
  }

  /** Answers of a span of time in batches, each with whatever the same customers got until a day after it. */
  async function* answersOf(from: Date, to: Date): AsyncGenerator<{ answers: Turn[]; others: Turn[] }> {
    const until = new Date(to.getTime() + 24 * 3_600_000);
    for (let after: Date | undefined = from; after;) {
      const page: TurnDocument[] = await turns
        .find({ at: trusted({ $gte: after, $lt: to }) })
        .sort({ at: 1, _id: 1 })
        .limit(batchSize)
        .lean();
      const last = page.at(-1)?.at;
      // What shares the last moment of a full page comes with the next one, whole.
      const next: Date | undefined = page.length < batchSize || !last || last <= after ? undefined : last;
      const taken = next ? page.filter(({ at }) => at < next) : page;
      const answers = taken.filter(({ kind }) => kind === 'answered').map(toTurn);
      if (answers.length > 0) yield { answers, others: await turnsOf(answers, { from: after, until }) };
      after = next;
    }
  }

  async function turnsOf(answers: readonly Turn[], { from, until }: { from: Date; until: Date }): Promise<Turn[]> {
    const customers = [...new Set(answers.map(({ customer }) => customer))];
    const found = await turns
      .find({ customer: trusted({ $in: customers }), at: trusted({ $gte: from, $lte: until }) })
      .lean();
    return found.map(toTurn);
  }

  return { add, answersOf };
}

function toTurn({ _id, ...rest }: TurnDocument): Turn {
  return { id: _id, ...rest };
}

export type Turns = ReturnType<typeof createTurns>;

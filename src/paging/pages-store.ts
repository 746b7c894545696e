import type { Connection } from 'mongoose';
import type { Page } from '../domain/page.ts';
import type { Clock } from '../lib/clock.ts';
import { insertNew } from '../store/collection.ts';
import { modelOf, trusted, type CollectionSpec } from '../store/schema.ts';

/** `done` where no webhook is configured or it took the page; `dead` after the last try. */
type PageState = 'queued' | 'sending' | 'done' | 'dead';

export type StoredPage = Page & {
  readonly state: PageState;
  readonly at: Date;
  readonly attempts: number;
  readonly notBefore: Date;
  readonly fence: number;
  readonly leaseUntil?: Date;
  /** why the last try failed */
  readonly fault?: string;
};

type PageDocument = Omit<StoredPage, 'id'> & { readonly _id: string };

const spec: CollectionSpec = {
  name: 'pages',
  retention: 'technical',
  fields: {
    to: String,
    kind: String,
    codes: [String],
    ticket: String,
    customer: String,
    state: String,
    at: Date,
    attempts: Number,
    notBefore: Date,
    fence: Number,
    leaseUntil: Date,
    fault: String,
  },
  indexes: [{ key: { state: 1, notBefore: 1 } }, { key: { at: 1 }, expireAfterSeconds: 90 * 24 * 3600 }],
};

const leaseMs = 30_000;

/** Pages on their way to the webhook: kept until it has taken them, or has refused too often. */
export function createPagesStore({ connection, clock }: { connection: Connection; clock: Clock }) {
  const pages = modelOf<PageDocument>(connection, spec);

  /** @param state `done` where nobody is to be posted to. @returns false when the page is there already */
  async function add({ id, ...page }: Page, state: 'queued' | 'done'): Promise<boolean> {
    const at = clock();
    return insertNew<PageDocument>(pages, { _id: id, ...page, state, at, attempts: 0, notBefore: at, fence: 0 });
  }

  /** Takes the next page whose time has come. The attempt is counted before the call. */
  async function claimNext(): Promise<StoredPage | undefined> {
    const now = clock();
    const claim = {
      $set: { state: 'sending', leaseUntil: new Date(now.getTime() + leaseMs) },
      $inc: { fence: 1, attempts: 1 },
    } as const;
    const due = { state: 'queued', notBefore: trusted({ $lte: now }) } as const;
    const found = await pages
      .findOneAndUpdate(due, claim, { sort: { notBefore: 1 }, returnDocument: 'after' })
      .lean<PageDocument>();
    return found ? toPage(found) : undefined;
  }

  /** What became of a claimed page. @returns false when somebody else has it by now */
  async function settle(
    { id, fence }: Pick<StoredPage, 'id' | 'fence'>,
    outcome: { readonly state: PageState; readonly notBefore?: Date; readonly fault?: string },
  ): Promise<boolean> {
    const settled = await pages.updateOne({ _id: id, fence, state: 'sending' }, { $set: outcome });
    return settled.matchedCount === 1;
  }

  /** Pages whose sender vanished go back into the queue: a page that comes twice does no harm. */
  async function takeBackAbandoned(): Promise<number> {
    const now = clock();
    // A claimed page keeps its notBefore: the index's range ends a lease ago.
    const before = new Date(now.getTime() - leaseMs);
    const left = await pages
      .find({ state: 'sending', notBefore: trusted({ $lte: before }) })
      .limit(50)
      .lean<PageDocument[]>();
    let count = 0;
    for (const { _id: id, fence, leaseUntil } of left) {
      if (leaseUntil && leaseUntil > now) continue;
      if (await settle({ id, fence }, { state: 'queued', notBefore: now })) count += 1;
    }
    return count;
  }

  async function get(id: string): Promise<StoredPage | undefined> {
    const found = await pages.findById(id).lean<PageDocument>();
    return found ? toPage(found) : undefined;
  }

  return { add, claimNext, settle, takeBackAbandoned, get };
}

function toPage({ _id, ...rest }: PageDocument): StoredPage {
  return { id: _id, ...rest };
}

export type PagesStore = ReturnType<typeof createPagesStore>;

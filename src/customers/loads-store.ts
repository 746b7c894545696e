import type { Connection } from 'mongoose';
import type { OpenId } from '../domain/ids.ts';
import { createMany } from '../store/many.ts';
import type { StoredCustomer } from './customer-document.ts';
import { customersSpec } from './customers-spec.ts';

type Waiting = {
  readonly resolve: (document: StoredCustomer | undefined) => void;
  readonly reject: (error: unknown) => void;
};

const mostInOneRead = 256;

/** Reads customers' documents, many at a time: what is asked for in one turn of the process is one query. */
export function createLoads({ connection }: { connection: Connection }) {
  const many = createMany<StoredCustomer>(connection, customersSpec);
  let waiting = new Map<OpenId, Waiting[]>();

  function load(openId: OpenId): Promise<StoredCustomer | undefined> {
    return new Promise((resolve, reject) => {
      if (waiting.size === 0) setImmediate(read);
      const known = waiting.get(openId);
      if (known) known.push({ resolve, reject });
      else waiting.set(openId, [{ resolve, reject }]);
    });
  }

  function read(): void {
    const all = [...waiting];
    waiting = new Map();
    for (let at = 0; at < all.length; at += mostInOneRead) void readBatch(all.slice(at, at + mostInOneRead));
  }

  async function readBatch(batch: readonly (readonly [OpenId, readonly Waiting[]])[]): Promise<void> {
    try {
      const found = await many.find(batch.map(([openId]) => openId));
      const documents = new Map(found.map((document) => [document._id, document]));
      for (const [openId, callers] of batch) for (const { resolve } of callers) resolve(documents.get(openId));
    } catch (error) {
      for (const { reject } of batch.flatMap(([, callers]) => callers)) reject(error);
    }
  }

  return { load };
}

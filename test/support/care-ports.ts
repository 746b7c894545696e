import type { CarePorts } from '../../src/domain/care.ts';
import { err } from '../../src/lib/result.ts';

const nothing = () => Promise.resolve(err({ kind: 'not_found' } as const));
const nobody = () => Promise.resolve(undefined);

/** A desk whose customers and replies nobody knows: for what is asked before anything is done. */
export const emptyCare: CarePorts = {
  takeBack: nothing,
  reopen: nothing,
  writeFirst: nothing,
  closeMany: ({ tickets }) =>
    Promise.resolve(tickets.map(({ number }) => ({ number, result: err({ kind: 'not_found' } as const) }))),
  readCustomer: nobody,
  restrain: nobody,
  release: nobody,
  endShift: () => Promise.resolve({ ok: true, value: { handed: [], left: 0 } }),
};

import type { Customer } from '../domain/customer.ts';
import type { Act, PushRecord } from '../domain/push-record.ts';

/** Where an act comes from: the stored push names it, so that doing it twice can be told. */
export type Origin = { readonly customer: Customer; readonly push: PushRecord; readonly index: number };

/** What does each kind of act. Every one may be called twice with the same: the second time changes nothing. */
export type ActHandlers = {
  readonly [Kind in Act['kind']]: (act: Extract<Act, { kind: Kind }>, origin: Origin) => Promise<void>;
};

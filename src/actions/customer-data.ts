import type { Customers } from '../customers/customers-store.ts';
import type { Holds } from '../customers/holds-store.ts';
import type { Actor, EventInput } from '../domain/event.ts';
import { toOpenId, toRecordNumber, toTicketNumber, type CustomerId, type OpenId } from '../domain/ids.ts';
import type { CustomerExport, CustomerPorts } from '../domain/record-desk.ts';
import type { Clock } from '../lib/clock.ts';
import { withoutPhraseSlot } from '../lib/phrase-slot.ts';
import { err, ok } from '../lib/result.ts';
import type { MediaStore } from '../media/media-store.ts';
import type { Cases } from '../queue/cases-store.ts';
import type { Tickets } from '../queue/tickets-store.ts';
import type { Exported } from '../store/erasure.ts';

type Who = { readonly openId: OpenId; readonly customer: CustomerId };

export type CustomerDataDeps = {
  readonly customers: Pick<Customers, 'find' | 'remove'>;
  readonly tickets: Pick<Tickets, 'get' | 'change'>;
  readonly cases: Pick<Cases, 'get' | 'heldOf'>;
  readonly media: Pick<MediaStore, 'erase'>;
  readonly holds: Holds;
  /** what the store has of a customer, as each collection declares it */
  readonly stored: {
    readonly erase: (who: Who) => Promise<Record<string, number>>;
    readonly read: (who: Who) => AsyncIterable<Exported>;
  };
  readonly record: (event: EventInput) => Promise<void>;
  readonly clock: Clock;
};

/** An export is one JSON: beyond this many documents something is wrong, and memory has an end. */
const mostExported = 200_000;

/** All that is known of one customer: handed out, erased, or kept because the law wants it. */
export function createCustomerData(deps: CustomerDataDeps) {
  const { customers, tickets, cases, media, holds, stored, record, clock } = deps;

  /** Whoever is meant by a ticket's or record's number, or by an OpenID. */
  async function find(ref: string): Promise<Who | undefined> {
    const number = toTicketNumber(ref);
    const caseNumber = toRecordNumber(ref);
    const found = number ? await tickets.get(number) : caseNumber ? await cases.get(caseNumber) : undefined;
    if (found) return found.openId && { openId: found.openId, customer: found.customer };
    const openId = toOpenId(ref);
    return openId && !number && !caseNumber ? customers.find(openId) : undefined;
  }

  const exportCustomer: CustomerPorts['exportCustomer'] = async (ref, reason, by) => {
    const who = await find(ref);
    if (!who) return err('not_found');
    const collections: Record<string, unknown[]> = {};
    let count = 0;
    for await (const { collection, document } of stored.read(who)) {
      count += 1;
      if (count > mostExported) return err('too_much');
      collections[collection] = [...(collections[collection] ?? []), document];
    }
    await note('exported', who, { by, codes: [reason] });
    return ok(presented({ customer: who.customer, exportedAt: clock().toISOString(), collections }, who.openId));
  };

  const eraseCustomer: CustomerPorts['eraseCustomer'] = async (ref, reason, by) => {
    const who = await find(ref);
    if (!who) return err('not_found');
    if (await isHeld(who)) return err('held');
    await endLiveTicket(who, by);
    const erased = await eraseAll(who);
    await customers.remove(who.openId);
    await note('erased', who, { by, codes: [reason] });
    return ok(erased);
  };

  /** Everything but the customer's own document, which goes last: until then all of it can be done again. */
  async function eraseAll(who: Who): Promise<Record<string, number>> {
    await media.erase(who.customer);
    return stored.erase(who);
  }

  /** A ticket that somebody has is ended, not taken from under his hands. */
  async function endLiveTicket({ openId }: Who, actor: Actor): Promise<void> {
    const number = (await customers.find(openId))?.ticket;
    if (!number) return;
    const set = { closedAt: clock(), closeCode: 'left' as const };
    await tickets.change(number, { transition: 'end', actor, set, codes: ['left'] });
  }

  async function isHeld({ customer }: Who): Promise<boolean> {
    return (await heldOf('customer', [customer])).size > 0;
  }

  /** Of these customers, those that must be kept: under a legal hold, or with an open complaint or report. */
  async function heldOf(by: 'openId' | 'customer', ids: readonly string[]): Promise<ReadonlySet<string>> {
    const [placed, open] = await Promise.all([holds.heldOf(by, ids), cases.heldOf(by, ids)]);
    return new Set([...placed, ...open]);
  }

  const holdCustomer: CustomerPorts['holdCustomer'] = async (ref, reason, by) => {
    const who = await find(ref);
    if (!who) return err('not_found');
    await holds.place({ ...who, reason, by: by.id, at: clock() });
    await note('held', who, { by, codes: [reason] });
    return ok(true);
  };

  const releaseCustomer: CustomerPorts['releaseCustomer'] = async (ref, by) => {
    const who = await find(ref);
    if (!who || !(await holds.lift(who.customer))) return err('not_found');
    await note('released', who, { by, codes: [] });
    return ok(true);
  };

  async function note(what: string, who: Who, { by, codes }: { by: Actor; codes: readonly string[] }): Promise<void> {
    await record({ kind: `customer.${what}`, customer: who.customer, actor: by, codes });
  }

  /** A customer's own document has expired: everything about him goes. */
  async function eraseExpired(openId: string): Promise<void> {
    await eraseCustomer(openId, 'account_closed', { kind: 'system', id: 'retention' });
  }

  const ports: CustomerPorts = { exportCustomer, eraseCustomer, holdCustomer, releaseCustomer };
  return { ports, eraseAll, eraseExpired, heldOf };
}

/** WeChat's id is the account's secret, not the customer's data: he could do nothing with it, others could. */
function presented(exported: CustomerExport, openId: OpenId): CustomerExport {
  return JSON.parse(withoutPhraseSlot(JSON.stringify(exported)).replaceAll(openId, '(OpenID)')) as CustomerExport;
}

import type { Grant } from '../domain/customer.ts';
import type { OpenId } from '../domain/ids.ts';
import type { Clock } from '../lib/clock.ts';
import type { Customers } from './customers-store.ts';
import { corrected, giveBack as givenBack, take as taken, type WindowRules } from './window.ts';

export type QuotaLedgerDeps = {
  readonly customers: Pick<Customers, 'mutate'>;
  readonly rules: WindowRules;
  readonly clock: Clock;
};

/** Automatic texts leave the last message of a window to the agents. */
const spareFor = { staff: 0, notice: 1 } as const;

/**
 * What WeChat still lets the account send to each customer, in the customer's own document: a message is reserved by a
 * conditional write before it is sent, so that two senders never count on the same one.
 */
export function createQuotaLedger({ customers, rules, clock }: QuotaLedgerDeps) {
  /** @returns what it was taken from; undefined where the message has to wait, which the customer's document notes */
  async function take(openId: OpenId, kind: 'staff' | 'notice'): Promise<Grant['basis'] | undefined> {
    let basis: Grant['basis'] | undefined;
    const stored = await customers.mutate(openId, (customer) => {
      const result = taken(customer.window, clock(), spareFor[kind]);
      basis = result.ok ? result.value.basis : undefined;
      if (result.ok) return { ...customer, window: result.value.window };
      return customer.outboxWaits === true ? undefined : { ...customer, outboxWaits: true };
    });
    return stored && basis;
  }

  /** It was certainly not sent. */
  async function giveBack(openId: OpenId, basis: Grant['basis']): Promise<void> {
    await customers.mutate(openId, (customer) => ({
      ...customer,
      window: givenBack(customer.window, basis, rules),
    }));
  }

  /** WeChat has refused it for want of a window, whatever was counted here. */
  async function correct(openId: OpenId, told: 'used_up' | 'closed'): Promise<void> {
    await customers.mutate(openId, (customer) => ({
      ...customer,
      window: corrected(customer.window, told),
      outboxWaits: true,
    }));
  }

  return { take, giveBack, correct };
}

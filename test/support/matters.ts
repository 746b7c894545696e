import type { Caller } from './desk.ts';
import type { Phone, Product } from './product.ts';
import { waitFor } from './wait-for.ts';

/** A ticket as the Desk API tells it, as far as tests look. */
export type TicketJson = {
  readonly number: string;
  readonly customer: string;
  readonly state: string;
  readonly epoch: number;
  readonly move?: string;
  readonly firstReplyAt?: string;
  readonly priority: string;
  readonly lifeAtRisk?: true;
  readonly topic: string;
  readonly summary: string;
  readonly closeCode?: string;
  readonly owner?: { readonly name: string; readonly employeeNumber: string };
  readonly transcript: readonly {
    readonly id: string;
    readonly seq: number;
    readonly from: string;
    readonly kind: string;
    readonly text: string;
    readonly delivery?: { readonly state: string };
  }[];
};

/** The phone of somebody who has just followed the account. */
export async function followed(product: Pick<Product, 'phone'>): Promise<Phone> {
  const phone = await product.phone();
  await phone.follow();
  return phone;
}

/** Follows the account, asks for a person and says what the matter is. @returns the ticket's number, as the customer was told it */
export async function openTicket(phone: Phone, matter: string): Promise<string> {
  await phone.follow();
  await phone.say('转人工');
  const told = await phone.say(matter);
  return numberIn(told);
}

/** The ticket's number in what a customer was told. */
export function numberIn(told: string): string {
  const number = /K\d{8}-\d{4}/.exec(told)?.[0];
  if (number === undefined) throw new Error(`No ticket: ${told}`);
  return number;
}

export async function ticketOf(by: Caller, number: string): Promise<TicketJson> {
  const { status, body } = await by.get(`/api/desk/tickets/${number}`);
  if (status !== 200) throw new Error(`${number}: ${status}`);
  return body as TicketJson;
}

/** A ticket whose number a customer was told: it is there a moment later. */
export function ticketSoon(by: Caller, number: string): Promise<TicketJson> {
  return waitFor(() => ticketOf(by, number).catch(() => undefined));
}

import type { Caller } from './desk.ts';
import type { Phone } from './product.ts';

/** A ticket as the Desk API tells it, as far as tests look. */
export type TicketJson = {
  readonly number: string;
  readonly customer: string;
  readonly state: string;
  readonly epoch: number;
  readonly move?: string;
  readonly firstReplyAt?: string;
  readonly summary: string;
  readonly closeCode?: string;
  readonly owner?: { readonly name: string; readonly employeeNumber: string };
  readonly transcript: readonly {
    readonly id: string;
    readonly from: string;
    readonly kind: string;
    readonly text: string;
    readonly delivery?: { readonly state: string };
  }[];
};

/** Follows the account, asks for a person and says what the matter is. @returns the ticket's number, as the customer was told it */
export async function openTicket(phone: Phone, matter: string): Promise<string> {
  await phone.follow();
  await phone.say('转人工');
  const told = await phone.say(matter);
  const number = /K\d{8}-\d{4}/.exec(told)?.[0];
  if (number === undefined) throw new Error(`No ticket: ${told}`);
  return number;
}

export async function ticketOf(by: Caller, number: string): Promise<TicketJson> {
  const { status, body } = await by.get(`/api/desk/tickets/${number}`);
  if (status !== 200) throw new Error(`${number}: ${status}`);
  return body as TicketJson;
}

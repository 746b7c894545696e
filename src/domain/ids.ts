declare const brand: unique symbol;
type Branded<T, Name extends string> = T & { readonly [brand]: Name };

/** A follower's id for this official account: opaque, at most 64 characters of `[A-Za-z0-9_-]`. */
export type OpenId = Branded<string, 'OpenId'>;
/** A random id that stands for a customer wherever the OpenID must not appear (events, console, metrics). */
export type CustomerId = Branded<string, 'CustomerId'>;
/** An agent's account. */
export type AgentId = Branded<string, 'AgentId'>;
/** What a customer can quote: `K20261122-0042`. */
export type TicketNumber = Branded<string, 'TicketNumber'>;

/** A complaint's (C…), report's (R…), feedback's (F…) or incident's (I…) number, of the same form as a ticket's. */
export type RecordNumber = Branded<string, 'RecordNumber'>;

/** @returns undefined for anything that WeChat does not hand out as an OpenID */
export function toOpenId(value: string): OpenId | undefined {
  return /^[\w-]{1,64}$/.test(value) ? (value as OpenId) : undefined;
}

export function toAgentId(value: string): AgentId {
  return value as AgentId;
}

export function toCustomerId(value: string): CustomerId {
  return value as CustomerId;
}

/** @returns undefined unless the text is a whole ticket number */
export function toTicketNumber(value: string): TicketNumber | undefined {
  return /^K\d{8}-\d{4,}$/.test(value) ? (value as TicketNumber) : undefined;
}

/** @returns undefined unless the text is the whole number of a complaint, report, feedback or incident */
export function toRecordNumber(value: string): RecordNumber | undefined {
  return /^[CRFI]\d{8}-\d{4,}$/.test(value) ? (value as RecordNumber) : undefined;
}

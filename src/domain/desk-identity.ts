import type { Agent } from './agent.ts';
import type { CustomerId, TicketNumber } from './ids.ts';
import type { ChannelKind } from './registry.ts';
import type { Sealed } from './sealed.ts';

/** Whom a challenge is for: whoever has this ticket, or the customer that this random id stands for. */
export type Subject =
  | { readonly kind: 'ticket'; readonly number: TicketNumber }
  | { readonly kind: 'customer'; readonly customer: CustomerId };

/** All reports that name the same link, number or account. */
export type Cluster = {
  /** the indicator: a keyed hash, which gives no number away */
  readonly id: string;
  readonly kind: ChannelKind;
  readonly state: 'reported' | 'confirmed';
  /** how many reports; `reports` has the latest thousand by number */
  readonly reported: number;
  readonly reports: readonly string[];
  /** how many of them staff have confirmed */
  readonly confirmed: number;
  readonly firstAt: Date;
  readonly lastAt: Date;
  /** employee number */
  readonly confirmedBy?: string;
  readonly confirmedAt?: Date;
  readonly sealed?: Sealed;
};

export type ClusterQuery = {
  readonly state?: Cluster['state'];
  /** opaque position of an earlier page's `next` */
  readonly after?: string;
  /** 1 to 200 */
  readonly limit: number;
};

/** What a report named, opened: each with the cluster it belongs to. */
export type OpenedEvidence = {
  readonly kind: ChannelKind;
  readonly value: string;
  readonly cluster: string;
};

export type IdentityRefusal =
  | { readonly kind: 'not_found' }
  /** there is no word alive, or a colleague has read it */
  | { readonly kind: 'no_word' }
  /** the outgoing check: customers read the matter */
  | { readonly kind: 'blocked'; readonly code: string; readonly reason: string }
  /** what was to be put on the watch list is official, or nothing that can be recognised */
  | { readonly kind: 'official' }
  | { readonly kind: 'unreadable' };

export type IdentityResult<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: IdentityRefusal };

/** What the desk's routes of identity need of the actions: compose joins them. */
export type IdentityPorts = {
  readonly issueCode: (
    input: { subject: Subject; matter: string },
    by: Agent,
  ) => Promise<IdentityResult<{ code: string; expiresAt: Date }>>;
  readonly revokeCode: (subject: Subject, by: Agent) => Promise<IdentityResult<undefined>>;
  readonly readWord: (subject: Subject, by: Agent) => Promise<IdentityResult<{ word: string; expiresAt: Date }>>;
  readonly listClusters: (query: ClusterQuery) => Promise<{ clusters: readonly Cluster[]; next?: string }>;
  readonly confirmCluster: (id: string, by: Agent) => Promise<IdentityResult<Cluster>>;
  readonly withdrawCluster: (id: string, by: Agent) => Promise<IdentityResult<Cluster>>;
  /** puts something on the watch list that nobody has reported here */
  readonly watch: (input: { text: string; reason: string }, by: Agent) => Promise<IdentityResult<readonly Cluster[]>>;
  /** what a report names; the reason is kept with who opened it */
  readonly openReport: (
    input: { number: string; reason: string },
    by: Agent,
  ) => Promise<IdentityResult<readonly OpenedEvidence[]>>;
  /** a cluster for the police or for WeChat's complaint form, as CSV */
  readonly exportCluster: (
    input: { id: string; reason: string },
    by: Agent,
  ) => Promise<IdentityResult<{ fileName: string; csv: string }>>;
};

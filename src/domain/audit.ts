import type { RecordedEvent } from './event.ts';

/** The first place where what is on record is not what was written. */
export type Broken = {
  /** an event's chain, or `anchors` */
  readonly chain: string;
  /** an event's number, or an anchor's day */
  readonly at: number | string;
  readonly problem: 'missing' | 'changed' | 'cut_off' | 'not_as_kept';
};

export type AuditVerdict =
  | { readonly ok: true; readonly events: number; readonly chains: number; readonly anchors: number }
  | { readonly ok: false; readonly broken: readonly Broken[] };

/** Whose events are asked for: of a ticket or record by its number, or of an agent by his employee number. */
export type TrailQuery = {
  readonly by: 'ticket' | 'agent';
  readonly id: string;
  /** from this moment on; from the first without it */
  readonly since?: Date;
};

/** Events, oldest first. */
export type Trail = {
  readonly events: readonly RecordedEvent[];
  /** where to go on; an event of that very moment may come twice */
  readonly next?: Date;
};

/** How the last reading of the whole record went. */
export type AuditCheck =
  | { readonly state: 'never' }
  | { readonly state: 'running'; readonly startedAt: Date }
  | { readonly state: 'done'; readonly startedAt: Date; readonly endedAt: Date; readonly verdict: AuditVerdict }
  | { readonly state: 'failed'; readonly startedAt: Date; readonly endedAt: Date };

/** What the desk's routes need of what is on record. */
export type AuditPorts = {
  readonly readTrail: (query: TrailQuery) => Promise<Trail>;
  /** begins to read the whole record again, where nobody does so already; answers how it stands */
  readonly checkAudit: (by: { readonly employeeNumber: string }) => Promise<AuditCheck>;
  readonly auditCheck: () => AuditCheck;
};

import type { Customer } from '../domain/customer.ts';
import type { EventInput } from '../domain/event.ts';
import type { Act, PushRecord } from '../domain/push-record.ts';
import type { AskersStore } from '../identity/askers-store.ts';
import type { EvidenceStore } from '../identity/evidence-store.ts';
import type { IndicatorsStore } from '../identity/indicators-store.ts';
import type { PhrasesStore } from '../identity/phrases-store.ts';
import type { MediaStore } from '../media/media-store.ts';
import type { TicketSummary } from '../queue/ticket-summary-store.ts';
import type { Transcripts } from '../queue/transcripts-store.ts';

export type IdentityActDeps = {
  readonly askers: Pick<AskersStore, 'remember'>;
  readonly phrases: Pick<PhrasesStore, 'set'>;
  readonly evidence: Pick<EvidenceStore, 'file'>;
  readonly indicators: Pick<IndicatorsStore, 'report'>;
  readonly transcripts: Pick<Transcripts, 'rewrite'>;
  readonly ticketSummary: TicketSummary;
  readonly media: Pick<MediaStore, 'ofCustomer' | 'remove'>;
  readonly record: (event: EventInput) => Promise<void>;
};

type Origin = { readonly customer: Customer; readonly push: PushRecord };
type Kind = 'remember-asked' | 'proof-given' | 'set-phrase' | 'remask' | 'delete-media';
type Handlers = {
  readonly [K in Kind]: (act: Extract<Act, { kind: K }>, origin: Origin) => Promise<void>;
};

/** The acts of identity and safety, and what a report adds to the watch list. Each may come twice. */
export function createIdentityActs(deps: IdentityActDeps) {
  const { askers, phrases, evidence, indicators, transcripts, ticketSummary, media, record } = deps;

  const handlers: Handlers = {
    async 'remember-asked'({ asked }, { customer: { openId, customer }, push: { at } }) {
      await askers.remember({ openId, customer, at }, asked);
    },
    async 'proof-given'({ code, ticket }, { customer: { customer } }) {
      const actor = { kind: 'customer', id: customer } as const;
      await record({ kind: `proof.${code}`, customer, actor, ...(ticket && { ticket }) });
    },
    async 'set-phrase'({ sealed }, { customer: { customer }, push: { seq } }) {
      await phrases.set(customer, seq, sealed);
    },
    async 'delete-media'(_act, { customer: { customer, ticket } }) {
      const sent = (await media.ofCustomer(customer)).filter(({ from, cases }) => from === 'customer' && !cases.length);
      for (const { id } of sent) await media.remove(id);
      const actor = { kind: 'customer', id: customer } as const;
      await record({ kind: 'media.deleted', customer, actor, codes: [String(sent.length)], ...(ticket && { ticket }) });
    },
    async remask({ seq, text }, { customer: { customer, ticket } }) {
      const before = await transcripts.rewrite(`${customer}:${seq}`, text);
      if (before === undefined || ticket === undefined) return;
      await ticketSummary.replace(ticket, before, text);
      // Consoles that show the line read it again.
      await record({ kind: 'ticket.masked', ticket, customer, actor: { kind: 'bot', id: 'bot' } });
    },
  };

  /** What a report names goes to the watch list's clusters, the seals to the report's evidence. */
  async function fileEvidence(
    { number, evidence: items = [] }: Extract<Act, { kind: 'file-form' }>,
    { customer: { customer }, push: { at } }: Origin,
  ): Promise<void> {
    if (items.length === 0) return;
    await evidence.file({ number, customer, at, items });
    for (const item of items) await indicators.report(item, number, at);
  }

  return { handlers, fileEvidence };
}

export type IdentityActs = ReturnType<typeof createIdentityActs>;

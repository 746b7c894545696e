import type { DeskPorts } from '../domain/desk.ts';
import type { IdentityPorts } from '../domain/desk-identity.ts';
import type { CasePorts, CustomerPorts, IncidentPorts } from '../domain/record-desk.ts';
import type { DeliveryPorts } from '../domain/desk-delivery.ts';
import type { KnowledgeDesk } from '../domain/knowledge-desk.ts';
import type { Topic } from '../domain/knowledge.ts';
import type { Clock } from '../lib/clock.ts';
import type { Logger } from '../lib/logger.ts';
import type { ReportDeps } from './report-routes.ts';
import type { Staff } from '../staff/staff.ts';

/** What the desk is joined to. */
export type DeskDeps = {
  readonly ports: DeskPorts;
  readonly identity: IdentityPorts;
  readonly cases: CasePorts;
  readonly delivery: DeliveryPorts;
  readonly data: CustomerPorts;
  readonly incidents: IncidentPorts;
  readonly reports: ReportDeps;
  readonly staff: Staff;
  readonly clock: Clock;
  readonly logger: Logger;
  /** the topics of the knowledge base as they are now, for the console's names of them */
  readonly topics: () => readonly Pick<Topic, 'id' | 'title'>[];
  readonly knowledge: KnowledgeDesk;
  /** PUBLIC_URL, where it is set */
  readonly publicUrl: string | undefined;
};

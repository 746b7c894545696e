import type { AuditPorts } from '../domain/audit.ts';
import type { CarePorts } from '../domain/care.ts';
import type { DeskPorts } from '../domain/desk.ts';
import type { CasePorts, CustomerPorts, IncidentPorts } from '../domain/record-desk.ts';
import type { DeliveryPorts } from '../domain/desk-delivery.ts';
import type { KnowledgeDesk } from '../domain/knowledge-desk.ts';
import type { IdentityPorts } from '../domain/desk-identity.ts';
import type { Topic } from '../domain/knowledge.ts';
import type { Clock } from '../lib/clock.ts';
import type { Facts } from '../lib/fill.ts';
import type { Logger } from '../lib/logger.ts';
import type { ReportDeps } from './report-routes.ts';
import type { Canned } from '../staff/canned.ts';
import type { Staff } from '../staff/staff.ts';

/** What the desk is joined to. */
export type DeskDeps = {
  readonly ports: DeskPorts;
  readonly audit: AuditPorts;
  readonly care: CarePorts;
  readonly cases: CasePorts;
  readonly delivery: DeliveryPorts;
  readonly data: CustomerPorts;
  readonly incidents: IncidentPorts;
  readonly reports: ReportDeps;
  readonly identity: IdentityPorts;
  readonly staff: Staff;
  readonly canned: Canned;
  /** what blanks of canned replies stand for in this wallet */
  readonly blanks: Facts;
  readonly clock: Clock;
  readonly logger: Logger;
  /** the topics of the knowledge base as they are now, for the console's names of them */
  readonly topics: () => readonly Pick<Topic, 'id' | 'title'>[];
  /** whether tickets may need a skill, or have a topic, of this name */
  readonly isTopic: (name: string) => boolean;
  readonly knowledge: KnowledgeDesk;
  /** PUBLIC_URL, where it is set */
  readonly publicUrl: string | undefined;
};

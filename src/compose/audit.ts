import type { Connection } from 'mongoose';
import { createCheckAudit, type CheckAuditDeps } from '../actions/check-audit.ts';
import type { AuditPorts } from '../domain/audit.ts';
import { readAudit } from '../store/events/read-audit.ts';
import { createEventReader } from '../store/events/read-events.ts';
import { verifyAudit } from '../store/events/verify-audit.ts';

type Parts = Omit<CheckAuditDeps, 'verify'> & { readonly connection: Connection };

/** What the desk reads of what is on record. */
export function joinAudit({ connection, ...shared }: Parts): AuditPorts {
  const { trail } = createEventReader({ connection });
  const verify = async () => verifyAudit(await readAudit({ connection, clock: shared.clock }));
  return { readTrail: trail, ...createCheckAudit({ ...shared, verify }) };
}

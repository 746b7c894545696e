import type { AuditPorts } from '../../src/domain/audit.ts';
import type { Case } from '../../src/domain/case.ts';
import type { ReportDeps } from '../../src/desk/report-routes.ts';
import type { CasePorts, CaseResult, CustomerPorts, IncidentPorts } from '../../src/domain/record-desk.ts';

const none = (): Promise<CaseResult> => Promise.resolve({ ok: false, error: { kind: 'not_found' } });

/** A desk without complaints and reports, for tests of everything else. */
export const noCases: CasePorts = {
  listCases: () => Promise.resolve({ cases: [] }),
  listDueCases: () => Promise.resolve<readonly Case[]>([]),
  readCase: () => Promise.resolve(undefined),
  acknowledgeCase: none,
  reopenCase: none,
  answerCase: none,
  closeCase: none,
};

const nobody = () => Promise.resolve({ ok: false, error: 'not_found' } as const);

export const noCustomers: CustomerPorts = {
  exportCustomer: nobody,
  eraseCustomer: nobody,
  holdCustomer: nobody,
  releaseCustomer: nobody,
};

export const noReports: ReportDeps = {
  hoursBetween: () => Promise.resolve([]),
  casesBetween: () => Promise.resolve([]),
  workingDays: () => 0,
  record: () => Promise.resolve(),
};

/** A desk with nothing on record. */
export const noAudit: AuditPorts = {
  readTrail: () => Promise.resolve({ events: [] }),
  checkAudit: () => Promise.resolve({ state: 'never' }),
  auditCheck: () => ({ state: 'never' }),
};

const noIncident = () => Promise.resolve({ ok: false, error: { kind: 'not_found' } } as const);

export const noIncidents: IncidentPorts = {
  listIncidents: () => Promise.resolve([]),
  openIncident: noIncident,
  joinIncident: noIncident,
  replyToIncident: noIncident,
  closeIncident: noIncident,
};

import type { IdentityPorts } from '../../src/domain/desk-identity.ts';
import { err } from '../../src/lib/result.ts';

/** A desk that knows no customer and no report: enough to see who may call what. */
export function createNoIdentityPorts(): IdentityPorts {
  const nothing = () => Promise.resolve(err({ kind: 'not_found' } as const));
  return {
    issueCode: nothing,
    revokeCode: nothing,
    readWord: nothing,
    listClusters: () => Promise.resolve({ clusters: [] }),
    confirmCluster: nothing,
    withdrawCluster: nothing,
    watch: nothing,
    openReport: nothing,
    exportCluster: nothing,
  };
}

import type { Doc } from '../../documents/values.ts';
import type { Call } from './context.ts';

/**
 * The wire protocol of MongoDB 7.0: newer drivers keep from what came later. No `topologyVersion`: with it drivers
 * would wait on a hello that is answered when something changes, and nothing here does.
 */
const maxWireVersion = 21;
const version = '7.0.0';

export function hello({ now }: Pick<Call, 'now'>): Doc {
  return {
    helloOk: true,
    ismaster: true,
    isWritablePrimary: true,
    maxBsonObjectSize: 16 * 1024 * 1024,
    maxMessageSizeBytes: 48_000_000,
    maxWriteBatchSize: 100_000,
    localTime: now,
    logicalSessionTimeoutMinutes: 30,
    connectionId: 1,
    minWireVersion: 0,
    maxWireVersion,
    readOnly: false,
  };
}

export function buildInfo(): Doc {
  return {
    version,
    gitVersion: 'embedded',
    modules: [],
    sysInfo: 'deprecated',
    versionArray: [7, 0, 0, 0],
    javascriptEngine: 'none',
    bits: 64,
    debug: false,
    maxBsonObjectSize: 16 * 1024 * 1024,
    storageEngines: ['lmdb'],
  };
}

export function serverStatus({ now }: Call): Doc {
  return {
    host: 'embedded',
    version,
    process: 'embedded',
    pid: process.pid,
    uptime: process.uptime(),
    localTime: now,
    storageEngine: { name: 'lmdb', persistent: true },
  };
}

export function connectionStatus(): Doc {
  return { authInfo: { authenticatedUsers: [], authenticatedUserRoles: [] } };
}

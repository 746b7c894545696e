// ESM throughout: run with --experimental-vm-modules (test/canary.test.ts fails without it).
const shared = {
  extensionsToTreatAsEsm: ['.ts'],
  testEnvironment: 'node',
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      { jsc: { target: 'es2022', parser: { syntax: 'typescript' } }, module: { type: 'es6' } },
    ],
  },
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/data/'],
};

export default {
  testTimeout: 30_000,
  projects: [
    {
      ...shared,
      displayName: 'unit',
      testMatch: ['<rootDir>/test/**/*.test.ts'],
      testPathIgnorePatterns: ['/test/browser/', '/test/faults/'],
    },
    // The same store-facing files, on MONGODB_URI instead of the embedded store.
    {
      ...shared,
      displayName: 'mongodb',
      testMatch: ['<rootDir>/test/{contracts,acceptance}/**/*.test.ts'],
      setupFiles: ['<rootDir>/test/support/on-mongodb.ts'],
    },
    { ...shared, displayName: 'browser', testMatch: ['<rootDir>/test/browser/**/*.test.ts'] },
    // The built product, killed and paused as a process.
    { ...shared, displayName: 'faults', testMatch: ['<rootDir>/test/faults/**/*.test.ts'] },
  ],
};

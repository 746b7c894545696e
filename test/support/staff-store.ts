import { openTestStore, type TestStore } from './store.ts';

/** A connection to a store of this test's own. */
export function openStaffStore(): Promise<TestStore> {
  return openTestStore();
}

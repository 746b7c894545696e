import { ensureIndexes } from '../../src/store/schema.ts';
import { openTestStore, type TestStore } from './store.ts';

/** A connection to a store of this test's own, and how to empty it between tests: opening one takes its time. */
export async function openStaffStore(): Promise<
  TestStore & { readonly prepare: () => Promise<void>; readonly clear: () => Promise<void> }
> {
  const store = await openTestStore();
  return {
    ...store,
    /** makes the indexes of the models that there are by now */
    prepare: () => ensureIndexes(store.connection),
    async clear() {
      const names = ['staff', 'staff_sessions', 'staff_links', 'staff_second_factors', 'staff_recovery_codes'];
      await Promise.all(names.map((name) => store.connection.collection(name).deleteMany({})));
    },
  };
}

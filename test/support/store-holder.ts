import { open } from 'lmdb';

// Holds the only writer's place of an embedded store until it is told to end: nothing is written meanwhile.
const [file = ''] = process.argv.slice(2);
const store = open({ path: file, noSubdir: true, maxDbs: 200, encoding: 'binary' });
store.transactionSync(() => {
  process.stdout.write('held\n');
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 60_000);
});

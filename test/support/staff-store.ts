import { randomBytes } from 'node:crypto';
import mongoose from 'mongoose';

/** A connection to a database of this test's own. */
export async function openStaffStore() {
  const name = `desk_${randomBytes(6).toString('hex')}`;
  const uri = process.env.MONGODB_URI ?? 'mongodb://127.0.0.1:27017/';
  const connection = await mongoose.createConnection(uri, { dbName: name, maxPoolSize: 10 }).asPromise();
  return {
    connection,
    async close(): Promise<void> {
      await connection.dropDatabase();
      await connection.close();
    },
  };
}

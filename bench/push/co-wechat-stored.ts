import { createCommits } from '../../src/customers/commits-store.ts';
import type { OpenId } from '../../src/domain/ids.ts';
import { connectStore } from '../../src/store/connect.ts';
import { serveCoWechat } from './co-wechat.ts';

/**
 * co-wechat answering each text with itself once it is safely stored: one small document a push, in batches, in the
 * embedded store. It looks up, masks, understands and decides nothing and keeps no transcript: what the given parts cost.
 */
const { DATA_DIR = '' } = process.env;
const { connection } = await connectStore({ dataDir: DATA_DIR, onDeath: () => process.exit(1) });
const { commit } = createCommits({ connection });

serveCoWechat(async ({ FromUserName, MsgId = '', Content = '' }) => {
  const document = { version: 1, pushes: [{ id: MsgId, text: Content, reply: Content }], at: new Date() };
  await commit({ openId: FromUserName as OpenId, from: 0, document: document as never });
  return Content;
});

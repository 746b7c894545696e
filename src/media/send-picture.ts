import type { OpenId } from '../domain/ids.ts';
import type { Clock } from '../lib/clock.ts';
import { err, type Result } from '../lib/result.ts';
import type { MediaStore } from './media-store.ts';

export type SendPictureDeps<Fault> = {
  readonly store: Pick<MediaStore, 'find' | 'read' | 'uploadedAs' | 'setUploaded'>;
  /** gives the file to WeChat, which keeps it for three days */
  readonly upload: (file: { bytes: Buffer; contentType: string }) => Promise<Result<{ mediaId: string }, Fault>>;
  readonly send: (openId: OpenId, mediaId: string) => Promise<Result<unknown, Fault>>;
  /** WeChat has this file no longer */
  readonly hasExpired: (fault: Fault) => boolean;
  /** the file is not here any more */
  readonly missing: Fault;
  readonly clock: Clock;
};

/** An hour less than WeChat keeps a file. */
const keptMs = 71 * 3_600_000;

/** Sends an agent's picture, uploaded first where WeChat does not have it, or has it no longer. */
export function createSendPicture<Fault>(deps: SendPictureDeps<Fault>) {
  const { store, upload, send, hasExpired, missing, clock } = deps;

  async function freshlyUploaded(id: string): Promise<Result<{ mediaId: string }, Fault>> {
    const [record, bytes] = await Promise.all([store.find(id), store.read(id)]);
    if (!bytes || record?.contentType === undefined) return err(missing);
    const uploaded = await upload({ bytes, contentType: record.contentType });
    if (uploaded.ok) {
      const until = new Date(clock().getTime() + keptMs);
      await store.setUploaded(id, { mediaId: uploaded.value.mediaId, until });
    }
    return uploaded;
  }

  return async (openId: OpenId, id: string): Promise<Result<unknown, Fault>> => {
    const known = await store.uploadedAs(id);
    if (known !== undefined) {
      const sent = await send(openId, known);
      if (sent.ok || !hasExpired(sent.error)) return sent;
    }
    const fresh = await freshlyUploaded(id);
    return fresh.ok ? send(openId, fresh.value.mediaId) : fresh;
  };
}

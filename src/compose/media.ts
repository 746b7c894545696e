import type { Connection } from 'mongoose';
import type { Clock } from '../lib/clock.ts';
import { err, ok, type Result } from '../lib/result.ts';
import { createFetchMedia, type FetchFault } from '../media/fetch-media.ts';
import { createFileSeal } from '../media/file-seal.ts';
import { createMediaStore, type Fetch } from '../media/media-store.ts';
import { createMediaTerms } from '../media/media-terms-store.ts';
import type { WechatClient } from '../wechat/client.ts';
import type { WechatError } from '../wechat/errors.ts';

export type MediaParts = {
  readonly connection: Connection;
  /** 32 bytes: files are sealed with it */
  readonly key: Buffer;
  readonly wechat: Pick<WechatClient, 'getMedia' | 'getVideo'>;
  readonly clock: Clock;
  /** how long what customers send is kept */
  readonly keptMs: number;
  /** a customer's file is here, or will never be */
  readonly onSettled: (fetch: Fetch) => Promise<void>;
  readonly onError: (error: unknown) => void;
};

/** What customers and agents send as files, fetched from WeChat. */
export function joinMedia({ connection, key, wechat, clock, keptMs, onSettled, onError }: MediaParts) {
  const seal = createFileSeal(key);
  const store = createMediaStore({ connection, clock, seal, keptMs });
  const terms = createMediaTerms({ connection, clock, seal });
  const fetching = createFetchMedia({ store, download, clock, onSettled, onError });

  async function download(mediaId: string): Promise<Result<Buffer, FetchFault>> {
    const found = await wechat.getMedia(mediaId);
    if (!found.ok) return err(faultOf(found.error));
    if (found.value.kind === 'file') return ok(found.value.bytes);
    const video = await wechat.getVideo(found.value.url);
    return video.ok ? video : err(faultOf(video.error));
  }

  return { store, terms, fetching };
}

/** An invalid id stays invalid; everything else may pass. */
function faultOf({ class: kind, name }: WechatError): FetchFault {
  return { final: kind === 'reupload' || name === 'too_big', name };
}

import { ok } from '../lib/result.ts';
import { MediaAnswer, Uploaded } from './answers.ts';
import type { Caller, Outcome } from './call.ts';

export type Upload = {
  readonly type: 'image' | 'voice' | 'video' | 'thumb';
  readonly bytes: Uint8Array;
  /** with the ending that fits the type: WeChat looks at it */
  readonly fileName: string;
  readonly contentType: string;
};

/** What a MediaId stands for: the file, or, for videos, where WeChat keeps it for a while. */
export type Download =
  | { readonly kind: 'file'; readonly bytes: Buffer; readonly contentType: string; readonly fileName?: string }
  | { readonly kind: 'address'; readonly url: string };

/** Temporary media: kept by WeChat for three days. */
export function createMediaCalls(call: Caller) {
  async function uploadMedia({ type, bytes, fileName, contentType }: Upload): Outcome<{ mediaId: string }> {
    const form = new FormData();
    form.append('media', new Blob([new Uint8Array(bytes)], { type: contentType }), fileName);
    const path = '/cgi-bin/media/upload';
    const result = await call({
      path,
      kind: 'act',
      isFile: true,
      invoke: (api, back) => api._postForm({ path: `${path}?type=${type}`, form }, back),
      answer: Uploaded,
    });
    return result.ok ? ok({ mediaId: result.value }) : result;
  }

  /** At most 12 MiB. Judge the bytes by what they are: `contentType` and `fileName` are only what WeChat says. */
  async function getMedia(mediaId: string): Outcome<Download> {
    const path = '/cgi-bin/media/get';
    const result = await call({
      path,
      kind: 'read',
      isFile: true,
      invoke: (api, back) => api._getFile(`${path}?media_id=${encodeURIComponent(mediaId)}`, back),
      answer: MediaAnswer,
    });
    if (!result.ok) return result;
    if ('video_url' in result.value) return ok({ kind: 'address', url: result.value.video_url });
    const { bytes, contentType, disposition } = result.value;
    const fileName = /filename="?([^";]{1,128})/.exec(disposition)?.[1];
    return ok({ kind: 'file', bytes, contentType, ...(fileName === undefined ? {} : { fileName }) });
  }

  return { uploadMedia, getMedia };
}

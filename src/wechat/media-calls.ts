import { err, ok, type Result } from '../lib/result.ts';
import { MediaAnswer, Uploaded } from './answers.ts';
import type { Caller, Outcome } from './call.ts';
import { networkError, type WechatError } from './errors.ts';
import { request } from './transport.ts';

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

const mostVideoBytes = 12 * 1024 * 1024;
const videoMs = 20_000;

/** Temporary media: kept by WeChat for three days. */
export function createMediaCalls(call: Caller, apiBase: string) {
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

  /** A video from where WeChat said it is: never from anywhere else. */
  async function getVideo(url: string): Promise<Result<Buffer, WechatError>> {
    const path = '/cgi-bin/media/get';
    if (!isWechats(url, apiBase)) return err(networkError({ name: 'bad_answer', ambiguous: false }, path));
    const signal = AbortSignal.timeout(videoMs);
    const answer = await request({ method: 'GET', url, headers: {}, body: null, maxBytes: mostVideoBytes, signal });
    return answer.ok ? ok(answer.value.bytes) : err(networkError(answer.error, path));
  }

  return { uploadMedia, getMedia, getVideo };
}

/** WeChat's own hosts, or wherever the API is: an answer must not send us to any other. */
function isWechats(address: string, apiBase: string): boolean {
  const url = new URL(address);
  return url.origin === new URL(apiBase).origin || (url.protocol === 'https:' && /(?:^|\.)qq\.com$/.test(url.hostname));
}

import { mediaTypes, type Media, type MediaBox, type MediaType } from '../state/media-box.ts';
import { refuse, type Call, type Endpoints, type Fields } from './call.ts';

const megabyte = 1024 * 1024;

/** The larger of the two figures that WeChat gives for images: a client that keeps to the smaller is safe. */
const rules: Readonly<Record<MediaType, { maxBytes: number; formats: RegExp }>> = {
  image: { maxBytes: 10 * megabyte, formats: /^image\/(png|jpe?g|gif)$/ },
  voice: { maxBytes: 2 * megabyte, formats: /^audio\/(amr|mpe?g|mp3)$/ },
  video: { maxBytes: 10 * megabyte, formats: /^video\/mp4$/ },
  thumb: { maxBytes: 64 * 1024, formats: /^image\/jpe?g$/ },
};

const endings: Readonly<Record<string, string>> = {
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  gif: 'image/gif',
  amr: 'audio/amr',
  mp3: 'audio/mpeg',
  mp4: 'video/mp4',
};

export type MediaDeps = {
  readonly media: MediaBox;
  /** where a video can be fetched, absolute */
  readonly mediaUrl: (mediaId: string) => string;
};

/** Temporary media. @see WeChat Official Accounts, "Upload temporary media" */
export function mediaEndpoints({ media, mediaUrl }: MediaDeps): Endpoints {
  const wanted = ({ query }: Call): Media | undefined => media.get(query.get('media_id') ?? '');

  return {
    '/cgi-bin/media/upload': {
      method: 'POST',
      takes: 'upload',
      daily: 100_000,
      answer: (call) => upload(call, media),
    },
    '/cgi-bin/media/get': {
      method: 'GET',
      daily: 200_000,
      file: (call) => {
        const found = wanted(call);
        return found?.type === 'video' ? undefined : found;
      },
      answer: (call) => {
        const found = wanted(call);
        return found ? { video_url: mediaUrl(found.id) } : refuse(40007, 'invalid media_id');
      },
    },
  };
}

async function upload(call: Call, media: MediaBox): Promise<Fields> {
  const type = mediaTypes.find((one) => one === call.query.get('type'));
  if (!type) return refuse(40004, 'invalid media type');
  const file = await fileIn(call);
  if (!file) return refuse(41005, 'media data missing');
  const { maxBytes, formats } = rules[type];
  const format = endings[file.name.split('.').at(-1)?.toLowerCase() ?? ''] ?? '';
  if (!formats.test(format)) return refuse(40005, 'invalid file type');
  const bytes = Buffer.from(await file.arrayBuffer());
  if (bytes.length === 0) return refuse(44001, 'empty media data');
  if (bytes.length > maxBytes) return refuse(40006, 'invalid meida size');
  const kept = media.add(type, format, bytes);
  const id = type === 'thumb' ? { thumb_media_id: kept.id } : { media_id: kept.id };
  return { type, ...id, created_at: Math.floor(kept.at.getTime() / 1000) };
}

/** The part named `media` of a multipart body. */
async function fileIn({ raw, contentType }: Call): Promise<File | undefined> {
  if (!contentType.startsWith('multipart/form-data')) return undefined;
  const wrapped = new Response(new Uint8Array(raw), { headers: { 'content-type': contentType } });
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- too slow for a server on the net; this one is bounded and on loopback
  const form = await wrapped.formData().catch(() => undefined);
  const part = form?.get('media');
  return part instanceof File ? part : undefined;
}

import type { MediaKind } from '../domain/media.ts';
import { err, ok, type Result } from '../lib/result.ts';

export type FileFault = 'empty' | 'too_big' | 'unknown_kind' | 'wrong_kind';

/** Bytes at most; WeChat's own limits for what an account may upload are the same or lower. */
export const mostBytes: Readonly<Record<MediaKind, number>> = {
  image: 10 * 1024 * 1024,
  voice: 2 * 1024 * 1024,
  video: 10 * 1024 * 1024,
};

type Mark = { readonly kind: MediaKind; readonly contentType: string; readonly at: number; readonly bytes: Buffer };

const mark = (kind: MediaKind, contentType: string, bytes: string, at = 0): Mark => ({
  ...{ kind, contentType, at },
  bytes: Buffer.from(bytes, 'latin1'),
});

/** The first bytes of the formats that WeChat gives and takes. Nothing that a browser would run is among them. */
const marks: readonly Mark[] = [
  mark('image', 'image/jpeg', '\xff\xd8\xff'),
  mark('image', 'image/png', '\x89PNG\r\n\x1a\n'),
  mark('image', 'image/gif', 'GIF87a'),
  mark('image', 'image/gif', 'GIF89a'),
  mark('image', 'image/webp', 'WEBP', 8),
  mark('voice', 'audio/amr', '#!AMR'),
  mark('voice', 'audio/speex', 'Speex   ', 28),
  mark('voice', 'audio/mpeg', 'ID3'),
  mark('voice', 'audio/mpeg', '\xff\xfb'),
  mark('video', 'video/mp4', 'ftyp', 4),
];

/** What a file is by its first bytes, whatever its sender calls it, and whether it is what was announced. */
export function judgeFile(bytes: Buffer, announced: MediaKind): Result<{ readonly contentType: string }, FileFault> {
  if (bytes.length === 0) return err('empty');
  if (bytes.length > mostBytes[announced]) return err('too_big');
  const found = marks.find(({ at, bytes: first }) => bytes.subarray(at, at + first.length).equals(first));
  if (!found) return err('unknown_kind');
  return found.kind === announced ? ok({ contentType: found.contentType }) : err('wrong_kind');
}

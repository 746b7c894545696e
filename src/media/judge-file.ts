import type { MediaKind } from '../domain/media.ts';
import { err, ok, type Result } from '../lib/result.ts';

export type FileFault = 'empty' | 'too_big' | 'unknown_kind' | 'wrong_kind';

/** Bytes at most; WeChat's own limits for what an account may upload are the same or lower. */
export const mostBytes: Readonly<Record<MediaKind, number>> = {
  image: 10 * 1024 * 1024,
  voice: 2 * 1024 * 1024,
  video: 10 * 1024 * 1024,
};

type Mark = readonly [kind: MediaKind, contentType: string, first: string, at: number];

/** The first bytes of the formats that WeChat gives and takes. Nothing that a browser would run is among them. */
const marks: readonly Mark[] = [
  ['image', 'image/jpeg', '\xff\xd8\xff', 0],
  ['image', 'image/png', '\x89PNG\r\n\x1a\n', 0],
  ['image', 'image/gif', 'GIF87a', 0],
  ['image', 'image/gif', 'GIF89a', 0],
  ['image', 'image/webp', 'WEBP', 8],
  ['voice', 'audio/amr', '#!AMR', 0],
  ['voice', 'audio/speex', 'Speex   ', 28],
  ['voice', 'audio/mpeg', 'ID3', 0],
  ['voice', 'audio/mpeg', '\xff\xfb', 0],
  ['video', 'video/mp4', 'ftyp', 4],
];

/** What a file is by its first bytes, whatever its sender calls it, and whether it is what was announced. */
export function judgeFile(bytes: Buffer, announced: MediaKind): Result<{ readonly contentType: string }, FileFault> {
  if (bytes.length === 0) return err('empty');
  if (bytes.length > mostBytes[announced]) return err('too_big');
  const found = marks.find(([, , first, at]) => bytes.toString('latin1', at, at + first.length) === first);
  if (!found) return err('unknown_kind');
  const [kind, contentType] = found;
  return kind === announced ? ok({ contentType }) : err('wrong_kind');
}

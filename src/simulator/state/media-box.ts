import { randomBytes } from 'node:crypto';
import type { Clock } from '../../lib/clock.ts';

export const mediaTypes = ['image', 'voice', 'video', 'thumb'] as const;
export type MediaType = (typeof mediaTypes)[number];

export type Media = {
  readonly id: string;
  readonly type: MediaType;
  /** MIME type */
  readonly format: string;
  readonly bytes: Buffer;
  readonly at: Date;
};

const keptForMs = 3 * 24 * 60 * 60 * 1000;
const maxTotalBytes = 64 * 1024 * 1024;

/** Temporary media, both ways: kept three days, in memory, and the oldest go when it is full. */
export function createMediaBox(clock: Clock) {
  const box = new Map<string, Media>();
  let total = 0;

  function drop(media: Media): void {
    box.delete(media.id);
    total -= media.bytes.length;
  }

  function add(type: MediaType, format: string, bytes: Buffer): Media {
    const media: Media = { id: `sample_${randomBytes(24).toString('base64url')}`, type, format, bytes, at: clock() };
    box.set(media.id, media);
    total += bytes.length;
    for (const oldest of box.values()) {
      if (total <= maxTotalBytes) break;
      drop(oldest);
    }
    return media;
  }

  function get(id: string): Media | undefined {
    const media = box.get(id);
    if (!media) return undefined;
    if (clock().getTime() - media.at.getTime() < keptForMs) return media;
    drop(media);
    return undefined;
  }

  return { add, get };
}
export type MediaBox = ReturnType<typeof createMediaBox>;

import type { MediaSeal } from '../domain/media.ts';
import { openBytes, sealBytes } from '../lib/seal-bytes.ts';

/** Files at rest, each bound to its record. @param key 32 bytes */
export function createFileSeal(key: Buffer): MediaSeal {
  if (key.length !== 32) throw new Error('The key for files must have 32 bytes');
  return {
    seal: (plain, about) => sealBytes(plain, { key, about }),
    open: (sealed, about) => openBytes(sealed, { key, about }),
  };
}

import { describe, expect, it } from '@jest/globals';
import { orderedUuid } from '../../src/lib/ordered-uuid.ts';

const at = new Date('2026-11-23T18:00:00.123Z');

describe('an ordered id', () => {
  it('is a UUID of version 7 with the time in front', () => {
    const id = orderedUuid(at);
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(parseInt(id.replaceAll('-', '').slice(0, 12), 16)).toBe(at.getTime());
  });

  it('comes behind all that were made before, and is like none made at the same time', () => {
    const ids = Array.from({ length: 1_000 }, (_, ms) => orderedUuid(new Date(at.getTime() + ms)));
    expect(ids.toSorted()).toEqual(ids);
    expect(new Set(Array.from({ length: 1_000 }, () => orderedUuid(at))).size).toBe(1_000);
  });
});

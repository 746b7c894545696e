import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { createSeal, deriveKey } from '../../src/lib/seal.ts';

const old = randomBytes(32);
const now = randomBytes(32);

describe('sealed evidence', () => {
  const before = createSeal({ current: 'k1', keys: new Map([['k1', old]]) });
  const after = createSeal({
    current: 'k2',
    keys: new Map([
      ['k1', old],
      ['k2', now],
    ]),
  });
  const sealed = before.seal('微信 kefu888', 'R20261122-0001');

  it('opens for its record, also after the key was changed', () => {
    expect(before.open(sealed, 'R20261122-0001')).toBe('微信 kefu888');
    expect(after.open(sealed, 'R20261122-0001')).toBe('微信 kefu888');
    expect(after.seal('x', 'r').keyId).toBe('k2');
  });

  it('opens for no other record, without its key, or with a byte changed', () => {
    const other = Buffer.from(sealed.data, 'base64url');
    other.writeUInt8(other.readUInt8(0) ^ 1, 0);

    expect(before.open(sealed, 'R20261122-0002')).toBeUndefined();
    expect(createSeal({ current: 'k2', keys: new Map([['k2', now]]) }).open(sealed, 'R20261122-0001')).toBeUndefined();
    expect(before.open({ ...sealed, data: other.toString('base64url') }, 'R20261122-0001')).toBeUndefined();
    expect(before.open({ ...sealed, tag: sealed.tag.slice(0, 6) }, 'R20261122-0001')).toBeUndefined();
  });

  it('shows nothing of what it holds, nor that two are the same', () => {
    expect(JSON.stringify(sealed)).not.toContain('kefu888');
    expect(before.seal('微信 kefu888', 'R20261122-0001').data).not.toBe(sealed.data);
  });

  it('needs a key of 32 bytes', () => {
    expect(() => createSeal({ current: 'k', keys: new Map() })).toThrow('32 bytes');
  });

  it('has a key of its own for each purpose', () => {
    expect(deriveKey('secret', 'evidence')).toHaveLength(32);
    expect(deriveKey('secret', 'evidence').equals(deriveKey('secret', 'challenges'))).toBe(false);
  });
});

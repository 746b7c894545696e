import { describe, expect, it } from '@jest/globals';
import { createLinkSigner } from '../../src/lib/signed-link.ts';

let now = new Date('2026-11-22T10:00:00Z');
const clock = (): Date => now;
const links = createLinkSigner({ secret: 'sample', clock });
const hour = 3_600_000;

describe('a signed link', () => {
  it('opens its own subject until it expires', () => {
    const token = links.sign('K20261122-0042', hour);

    expect(links.verify('K20261122-0042', token)).toBe(true);
    now = new Date(now.getTime() + hour - 1000);
    expect(links.verify('K20261122-0042', token)).toBe(true);
    now = new Date(now.getTime() + 1000);
    expect(links.verify('K20261122-0042', token)).toBe(false);
  });

  it('opens nothing else, for nobody else, and no longer by a changed expiry', () => {
    const token = links.sign('K20261122-0042', hour);
    const [expiry = '', mac = ''] = token.split('.');
    const later = (Number.parseInt(expiry, 36) + 86_400).toString(36);

    expect(links.verify('K20261122-0043', token)).toBe(false);
    expect(createLinkSigner({ secret: 'other', clock }).verify('K20261122-0042', token)).toBe(false);
    expect(links.verify('K20261122-0042', `${later}.${mac}`)).toBe(false);
  });

  it.each(['', '.', 'x', '1.2', `zzzzzzzzz.${'A'.repeat(32)}`, `1.${'é'.repeat(32)}`, 'a'.repeat(10_000)])(
    'refuses %.20s',
    (token) => {
      expect(links.verify('K20261122-0042', token)).toBe(false);
    },
  );
});

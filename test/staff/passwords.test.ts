import { describe, expect, it } from '@jest/globals';
import { passwordFault } from '../../src/staff/password-rules.ts';
import { createPasswords, PasswordsBusy } from '../../src/staff/passwords.ts';

describe('a password', () => {
  it('is kept as argon2id with 19 MiB and two passes, and never the same twice', async () => {
    const passwords = createPasswords();

    const [first, second] = await Promise.all([
      passwords.hashed('sample horse staple'),
      passwords.hashed('sample horse staple'),
    ]);

    expect(first).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(first).not.toBe(second);
    expect(passwords.isStale(first)).toBe(false);
    expect(passwords.isStale('$argon2id$v=19$m=4096,t=3,p=1$c2FsdA$aGFzaA')).toBe(true);
  });

  it('matches itself and nothing else; without an account nothing matches', async () => {
    const passwords = createPasswords();
    const stored = await passwords.hashed('sample horse staple');

    expect(await passwords.matches(stored, 'sample horse staple')).toBe(true);
    expect(await passwords.matches(stored, 'sample horse staplE')).toBe(false);
    expect(await passwords.matches(undefined, 'nobody has this password')).toBe(false);
  });

  it('takes as long for an account that does not exist', async () => {
    const passwords = createPasswords();
    const stored = await passwords.hashed('sample horse staple');
    const timesOf = { known: [] as number[], unknown: [] as number[] };
    for (let i = 0; i < 41; i++) {
      for (const kind of ['known', 'unknown'] as const) {
        const started = performance.now();
        await passwords.matches(kind === 'known' ? stored : undefined, 'a guess of mine');
        timesOf[kind].push(performance.now() - started);
      }
    }
    const [known = 0, unknown = 0] = [timesOf.known, timesOf.unknown].map(
      (times) => times.sort((a, b) => a - b)[20] ?? 0,
    );

    // An answer without the work would come a thousand times sooner; the room is for a busy machine.
    expect(Math.max(known, unknown) / Math.min(known, unknown)).toBeLessThan(2);
  });

  it('is not checked at all while a flood of others waits', async () => {
    const passwords = createPasswords();
    const stored = await passwords.hashed('sample horse staple');

    const checks = await Promise.allSettled(
      Array.from({ length: 110 }, () => passwords.matches(stored, 'a guess of mine')),
    );

    const refused = checks.filter((check) => check.status === 'rejected');
    expect(refused.length).toBeGreaterThan(0);
    expect(refused.every(({ reason }) => reason instanceof PasswordsBusy)).toBe(true);
    expect(await passwords.matches(stored, 'sample horse staple')).toBe(true);
  }, 90_000);
});

describe('the rules for a new password', () => {
  it.each([
    ['elevenchars', 'too_short'],
    ['短密码', 'too_short'],
    ['a'.repeat(129), 'too_long'],
    ['password1234', 'too_common'],
    ['abcabcabcabc', 'too_common'],
    ['123456789012', 'too_common'],
    ['abcdefghijklm', 'too_common'],
    ['zyxwvutsrqponm', 'too_common'],
    ['xiaoli-xiaoli-1001', 'too_common'],
    ['Wallet-Desk-2026', 'too_common'],
  ] as const)('refuse %s as %s', (password, fault) => {
    expect(passwordFault(password, ['xiaoli', '小李', '1001'])).toBe(fault);
  });

  it.each(['sample horse staple', '一二三四五六七八九十甲乙', 'x'.repeat(5) + 'four words more', 'aB3$aB4$aB5$'])(
    'let through %s',
    (password) => {
      expect(passwordFault(password, ['xiaoli', '小李', '1001'])).toBeUndefined();
    },
  );

  it('count characters as a reader does', () => {
    expect(passwordFault('🐎🐄🐖🐑🐓🐕🐈🐇🐿🦔🦇🐁', [])).toBeUndefined();
    expect(passwordFault('🐎🐄🐖🐑🐓🐕', [])).toBe('too_short');
  });
});

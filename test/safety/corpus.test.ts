import { describe, expect, it } from '@jest/globals';
import { createRedactor } from '../../src/safety/redact.ts';
import { createScamSigns } from '../../src/safety/scam-signs.ts';
import { corpus, findIn, shippedTricks } from './corpus.ts';

const redact = createRedactor();
const scamSigns = createScamSigns(shippedTricks);

function typesIn(text: string): string[] {
  return redact(text).findings.map(({ type }) => type);
}

/** Rows that are not what the label says, so that a failure names them. */
function share(wrong: readonly unknown[], all: readonly unknown[]): number {
  return wrong.length / all.length;
}

describe('over the corpus', () => {
  it('finds at least 99 % of the secrets, each with its type', () => {
    const rows = corpus<{ text: string; secrets: string[] }>('secrets');
    const missed = rows.flatMap(({ text, secrets }) => {
      const found = typesIn(text);
      return secrets.filter((type) => {
        const at = found.indexOf(type);
        if (at >= 0) found.splice(at, 1);
        return at < 0;
      });
    });

    expect(rows.length).toBeGreaterThanOrEqual(350);
    expect(missed.length / rows.flatMap(({ secrets }) => secrets).length).toBeLessThanOrEqual(0.01);
  });

  it('takes at most 1 % of the harmless look-alikes for secrets', () => {
    const rows = corpus<{ text: string }>('harmless');
    const wrong = rows.filter(({ text }) => typesIn(text).length > 0);

    expect(rows.length).toBeGreaterThanOrEqual(350);
    expect(share(wrong, rows)).toBeLessThanOrEqual(0.01);
  });

  it('finds at least 99 % of the links with where they lead, and at most 2 % where there is none', () => {
    const rows = corpus<{ text: string; links: { domain?: string; official: boolean }[] }>('links');
    const wanted = rows.filter(({ links }) => links.length > 0);
    const missed = wanted.filter(({ text, links }) => {
      const found = findIn(text).links;
      return links.some(
        ({ domain, official }) =>
          !found.some((link) => link.official === official && (domain === undefined || link.domain === domain)),
      );
    });
    const without = rows.filter(({ links }) => links.length === 0);
    const wrong = without.filter(({ text }) => findIn(text).links.length > 0);

    expect(share(missed, wanted)).toBeLessThanOrEqual(0.01);
    expect(share(wrong, without)).toBeLessThanOrEqual(0.02);
  });

  it('finds at least 99 % of the telephone numbers, WeChat and QQ numbers, addresses and accounts to look up', () => {
    const rows = corpus<{ text: string; contacts: { kind: string; value: string }[] }>('contacts');
    const missed = rows.flatMap(({ text, contacts }) => {
      const found = findIn(text).contacts;
      return contacts.filter(
        ({ kind, value }) => !found.some((one) => one.kind === kind && one.value.toLowerCase() === value),
      );
    });

    expect(rows.length).toBeGreaterThanOrEqual(60);
    expect(share(missed, rows)).toBeLessThanOrEqual(0.01);
  });

  it('names the trick in at least 97 % of the stories, and none in what customers ask every day', () => {
    const rows = corpus<{ text: string; trick: string | null }>('stories');
    const stories = rows.filter(({ trick }) => trick !== null);
    const missed = stories.filter(({ text, trick }) => !scamSigns(text).some((sign) => sign.trick === trick));
    const everyday = rows.filter(({ trick }) => trick === null);
    const wrong = everyday.filter(({ text }) => scamSigns(text).length > 0);

    expect(share(missed, stories)).toBeLessThanOrEqual(0.03);
    expect(wrong.map(({ text }) => text)).toEqual([]);
  });

  it('covers every trick of the configuration', () => {
    const told = new Set(corpus<{ trick: string | null }>('stories').map(({ trick }) => trick));

    expect(shippedTricks.tricks.map(({ id }) => id).filter((id) => !told.has(id))).toEqual([]);
  });
});

describe('a masked text', () => {
  const rows = corpus<{ text: string; secrets: string[] }>('secrets');

  it('has nothing left to find', () => {
    const again = rows.map(({ text }) => redact(text).masked).filter((masked) => typesIn(masked).length > 0);

    expect(again).toEqual([]);
  });

  it('keeps every character that is no secret, in its place', () => {
    for (const { text } of rows) {
      const { masked, findings } = redact(text);
      const kept = findings.reduceRight((rest, { start, end }) => rest.slice(0, start) + '\0' + rest.slice(end), text);
      const pattern = kept.split('\0');

      expect(pattern.every((part) => masked.includes(part))).toBe(true);
      expect(findings.every(({ start, end }) => start < end && end <= text.length)).toBe(true);
    }
  });
});

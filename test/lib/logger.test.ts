import { describe, expect, it } from '@jest/globals';
import { keptLogger } from '../support/http.ts';

type Log = ReturnType<typeof keptLogger>['logger'];

const secret = 'sample"key/+=';

function logged(write: (logger: Log) => void): string {
  const { logger, lines } = keptLogger([secret]);
  write(logger);
  expect(lines).toHaveLength(1);
  expect(() => JSON.parse(lines[0] ?? '') as unknown).not.toThrow();
  return lines[0] ?? '';
}

describe('the log', () => {
  it.each([
    ['the message', (text: string) => (l: Log) => l.warn(text)],
    ['a fact', (text: string) => (l: Log) => l.warn({ deep: { list: [text] } }, 'failed')],
    ['a name of a fact', (text: string) => (l: Log) => l.warn({ [text]: 1 }, 'failed')],
    ["an error's message and stack", (text: string) => (l: Log) => l.error({ err: new Error(text) }, 'failed')],
    [
      "an error's cause",
      (text: string) => (l: Log) => l.error({ err: new Error('outer', { cause: new Error(text) }) }, 'failed'),
    ],
    [
      "a library's own field",
      (text: string) => (l: Log) =>
        l.error({ err: Object.assign(new Error('no answer'), { path: `/cgi-bin/token?x=${text}` }) }, 'failed'),
    ],
  ])('never has a known secret in %s', (_, write) => {
    expect(logged(write(secret))).not.toContain(JSON.stringify(secret).slice(1, -1));
    expect(logged(write(encodeURIComponent(secret)))).not.toContain(encodeURIComponent(secret));
  });

  it.each([
    ['a token in an address', 'GET /cgi-bin/x?access_token=81_abcDEF-123&y=1', '81_abcDEF'],
    ['an app secret in an address', 'appid=wx0&secret=0123456789abcdef', '0123456789abcdef'],
    ['a token in JSON', '{"access_token":"81_abcDEF"}', '81_abcDEF'],
    ['a status key', 'GET /t/K20261122-0042?k=Zm9vYmFy', 'Zm9vYmFy'],
    ['a mobile number', 'call 138 0013 8000 now', '138 0013 8000'],
    ['an identity card', 'id 11010519491231002X', '11010519491231002X'],
    ['a bank card', 'card 6222 0212 3456 7890 123', '6222 0212'],
    ['an e-mail address', 'to someone@example.com', 'someone@example.com'],
    ['an OpenID', 'from oAbCdEfGhIjKlMnOpQrStUvWxYz0', 'oAbCdEfGhIj'],
  ])('hides %s', (_, text, hidden) => {
    expect(logged((l) => l.info({ text }, 'seen'))).not.toContain(hidden);
  });

  it('hides a phone number that came as a number, and stays JSON', () => {
    expect(logged((l) => l.info({ phone: 13800138000 }, 'seen'))).not.toContain('13800138000');
  });

  it('keeps what it is read for: numbers, times, ticket numbers and codes', () => {
    const line = logged((l) => l.info({ ticket: 'K20261122-0042', ms: 1763833000, code: 45015 }, 'reply buried'));

    expect(JSON.parse(line)).toMatchObject({ ticket: 'K20261122-0042', ms: 1763833000, code: 45015, level: 'info' });
    expect(line).toMatch(/"time":"\d{4}-\d\d-\d\dT/);
  });
});

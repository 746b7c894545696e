import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openDesk, type Caller, type OpenDesk } from '../support/desk.ts';

let desk: OpenDesk;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk.close());

/** Reads a console's stream until told to stop. */
async function listen(caller: Caller, headers: Record<string, string> = {}) {
  const abort = new AbortController();
  const response = await fetch(`${desk.base}/api/desk/events`, {
    headers: { Cookie: caller.cookie, ...headers },
    signal: abort.signal,
  });
  let text = '';
  const ended = (async () => {
    const decoder = new TextDecoder();
    for await (const part of response.body ?? []) text += decoder.decode(part as Uint8Array);
  })();
  const stop = async (): Promise<void> => {
    abort.abort();
    await ended.catch(() => undefined);
  };
  const until = async (what: string): Promise<void> => {
    const deadline = performance.now() + 3_000;
    while (!text.includes(what) && performance.now() < deadline) await new Promise((go) => setTimeout(go, 10));
    expect(text).toContain(what);
  };
  return { response, text: () => text, ended, stop, until };
}

const ids = (text: string): string[] => [...text.matchAll(/^id: (.*)$/gm)].map((match) => match[1] ?? '');

describe('the live events', () => {
  it('tell that a ticket moved, as signals without content', async () => {
    const li = await desk.agent('li');
    const stream = await listen(li);

    const ticket = desk.memory.put({ summary: '绝密' });
    await stream.until(ticket.number);
    await stream.stop();

    expect(stream.response.headers.get('content-type')).toMatch(/^text\/event-stream/);
    expect(stream.text()).toContain(`event: ticket.queued\ndata: {"number":"${ticket.number}","epoch":0}\n\n`);
    expect(stream.text()).not.toContain('绝密');
    expect(stream.text()).not.toContain(ticket.openId);
  });

  it('go on after the last one that was seen: nothing lost, nothing twice', async () => {
    const wang = await desk.agent('wang');
    const first = await listen(wang);
    desk.memory.put();
    await first.until('id: ');
    await first.stop();
    const seen = ids(first.text()).at(-1) ?? '';

    const missed = [desk.memory.put(), desk.memory.put()];
    const second = await listen(wang, { 'Last-Event-ID': seen });
    const live = desk.memory.put();
    await second.until(live.number);
    await second.stop();

    const numbers = [...second.text().matchAll(/"number":"(.*?)"/g)].map((match) => match[1]);
    expect(numbers).toEqual([...missed, live].map(({ number }) => number));
    expect(new Set(ids(second.text())).size).toBe(3);
  });

  it('ask for a fresh reading where the gap is too old, and pass over an id that is none of ours', async () => {
    const sun = await desk.agent('sun');

    const old = await listen(sun, { 'Last-Event-ID': 'other:17' });
    await old.until('event: resync');
    await old.stop();
    const forged = await listen(sun, { 'Last-Event-ID': '{"$gt":""}' });
    const live = desk.memory.put();
    await forged.until(live.number);
    await forged.stop();

    expect(forged.text()).not.toContain('resync');
  });

  it.each([
    ['is disabled', async (root: Caller) => root.post('/api/desk/staff/gone1', { disabled: true })],
    ['is disabled through another instance', async () => desk.staff.accounts.change('gone2', { disabled: true })],
  ])('end within a second when the account %s', async (name, disable) => {
    const root = await desk.agent(`root${name.length}`, ['administrator']);
    const gone = await desk.agent(name === 'is disabled' ? 'gone1' : 'gone2');
    const stream = await listen(gone);

    await disable(root);
    const started = performance.now();
    await stream.ended;

    expect(performance.now() - started).toBeLessThan(1_000);
    desk.memory.put({ summary: 'later' });
  });

  it('end with signing out', async () => {
    const zhou = await desk.agent('zhou');
    const stream = await listen(zhou);

    await zhou.post('/api/desk/sign-out');

    await stream.ended;
  });

  it('leave nothing behind when the reader goes', async () => {
    const qian = await desk.agent('qian');
    const before = desk.memory.listening();
    const stream = await listen(qian);
    expect(desk.memory.listening()).toBe(before + 1);

    await stream.stop();
    const deadline = performance.now() + 2_000;
    while (desk.memory.listening() > before && performance.now() < deadline)
      await new Promise((go) => setTimeout(go, 10));

    expect(desk.memory.listening()).toBe(before);
  });
});

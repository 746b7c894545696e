import { describe, expect, it } from '@jest/globals';
import { newCustomer } from '../../src/customers/customer-document.ts';
import { toOpenId, type OpenId } from '../../src/domain/ids.ts';
import type { Push } from '../../src/domain/push.ts';
import type { Decided } from '../../src/pipeline/handle.ts';
import { mergeWaiting } from '../../src/pipeline/merge-waiting.ts';
import { createOpening } from '../../src/pipeline/opening.ts';

const now = new Date('2026-11-22T04:00:00Z');
const passage = { bucket: { tokens: 1, at: now }, passes: true, notice: false };
const decided: Decided = {
  decision: { reply: { kind: 'text', text: 'whole' }, acts: [{ kind: 'left' }], next: {}, because: 'test' },
  in: { kind: 'text', text: 'masked' },
};

function idOf(name: string): OpenId {
  const id = toOpenId(name);
  if (!id) throw new Error(name);
  return id;
}

async function answered(from: string, what: object): Promise<Decided> {
  const opening = { testersOnly: true, testers: ['oTester'] };
  const decide = createOpening({ opening, say: (key) => key }, () => Promise.resolve(decided));
  const push = { key: 'k', to: 'gh', from: idOf(from), createdAt: now, msgId: '1', eventKey: '', ...what } as Push;
  return decide(push, newCustomer(idOf(from), now), passage);
}

const says = (content: string) => ({ kind: 'message', type: 'text', content });

describe('the first evening', () => {
  it('lets listed testers in', async () => {
    expect(await answered('oTester', says('你好'))).toEqual(decided);
  });

  it('tells everybody else one text, does nothing, and keeps what they wrote', async () => {
    const { decision, in: line } = await answered('oOther', says('你好'));

    expect([decision.reply, decision.acts, line]).toEqual([{ kind: 'text', text: 'notOpenYet' }, [], decided.in]);
  });

  it('tells who asks for it his own OpenID', async () => {
    expect((await answered('oOther', says(' OpenID '))).decision.reply).toEqual({ kind: 'text', text: 'oOther' });
  });

  it('erases whoever leaves all the same', async () => {
    expect(await answered('oOther', { kind: 'event', type: 'unsubscribe' })).toEqual(decided);
  });
});

describe('what waits for the customer to write', () => {
  const waiting = (id: string, text: string) => ({ id, message: { kind: 'text', text } as const });
  const answer = { reply: { kind: 'text', text: 'answer' } as const, acts: [] };

  it('goes before the answer, in its order', () => {
    const { reply, acts, own } = mergeWaiting(answer, [waiting('a', 'one'), waiting('b', 'two')]);

    expect(reply).toEqual({ kind: 'text', text: 'one\n\ntwo\n\nanswer' });
    expect([acts, own]).toEqual([[{ kind: 'delivered', entries: ['a', 'b'] }], 'answer']);
  });

  it('never makes a reply longer than WeChat takes: the rest follows, the answer last', () => {
    const long = '客'.repeat(500);

    const { reply, acts } = mergeWaiting(answer, [waiting('a', long), waiting('b', long)]);

    expect(reply).toEqual({ kind: 'text', text: long });
    expect(acts).toEqual([
      { kind: 'delivered', entries: ['a'] },
      { kind: 'send', message: { kind: 'text', text: 'answer' } },
    ]);
  });

  it('leaves an answer as it is when the first that waits is a picture', () => {
    expect(mergeWaiting(answer, [{ id: 'p', message: { kind: 'picture', media: 'm' } }])).toEqual(answer);
  });
});

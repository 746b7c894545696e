import { describe, expect, it } from '@jest/globals';
import { parsePush } from '../../src/wechat/parse-push.ts';
import { cdata, events, eventXml, messages, messageXml } from '../support/wechat-pushes.ts';

const common = {
  to: 'gh_97417a04a28d',
  from: 'o9AgO5Kd5ggOC-bXrbNODIiE3bGY',
  createdAt: new Date(1714112445000),
};

function keyOf(xml: string): string {
  const push = parsePush(xml);
  if (!push.ok) throw new Error('malformed');
  return push.value.key;
}

describe('parsing a push', () => {
  it.each(messages)('reads a message of type %s', (type, fields, own) => {
    expect(parsePush(messageXml(type, fields))).toEqual({
      ok: true,
      value: { ...common, kind: 'message', key: 'm:7361932489124810752', msgId: '7361932489124810752', ...own },
    });
  });

  it.each(events)('reads the event %s', (event, fields, own) => {
    expect(parsePush(eventXml(event, fields))).toMatchObject({ ok: true, value: { ...common, kind: 'event', ...own } });
  });

  it('lets through what it does not know, named', () => {
    expect(parsePush(messageXml('hologram', {}))).toMatchObject({
      ok: true,
      value: { kind: 'unknown', type: 'hologram', key: 'm:7361932489124810752' },
    });
    expect(parsePush(eventXml('card_pass_check'))).toMatchObject({
      ok: true,
      value: { kind: 'unknown', type: 'event:card_pass_check' },
    });
  });

  it.each([
    ['no XML', 'hello'],
    ['no message id', messageXml('text', { Content: cdata('x') }).replace(/<MsgId>.*<\/MsgId>/, '')],
    ['a message id of letters', messageXml('text', { Content: cdata('x') }).replace('7361932489124810752', 'x')],
    ['no sender', messageXml('text', { Content: cdata('x') }).replace(/<FromUserName>.*?<\/FromUserName>/s, '')],
    ['a sender that is no OpenID', messageXml('text', {}).replace('o9AgO5Kd5ggOC-bXrbNODIiE3bGY', 'a b')],
    ['a sender of elements', messageXml('text', {}).replace(cdata('o9AgO5Kd5ggOC-bXrbNODIiE3bGY'), '<a>1</a>')],
    ['no account', messageXml('text', { Content: cdata('x') }).replace('gh_97417a04a28d', '')],
    ['a time of letters', messageXml('text', { Content: cdata('x') }).replace('1714112445', 'now')],
    ['a text without content', messageXml('text', {})],
    ['a location without coordinates', messageXml('location', { Location_X: '1' })],
    ['a location of infinity', eventXml('LOCATION', { Latitude: '1e309', Longitude: '0' })],
    ['an event without a name', eventXml('')],
  ])('refuses %s', (_, xml) => {
    expect(parsePush(xml)).toEqual({ ok: false, error: 'malformed' });
  });
});

describe("a push's key", () => {
  it('tells two events of one second apart by what they are', () => {
    const keys = [
      keyOf(eventXml('CLICK', { EventKey: cdata('HELP') })),
      keyOf(eventXml('CLICK', { EventKey: cdata('BIND') })),
      keyOf(eventXml('unsubscribe')),
      keyOf(eventXml('LOCATION', { Latitude: '1', Longitude: '2' })),
    ];

    expect(new Set(keys).size).toBe(keys.length);
    expect(keys[0]).toBe('e:o9AgO5Kd5ggOC-bXrbNODIiE3bGY:1714112445:CLICK:HELP');
  });

  it('stays short for a long address, and tells two of them apart', () => {
    const [first, second] = ['a', 'b'].map((end) =>
      keyOf(eventXml('VIEW', { EventKey: cdata(`https://example.com/${'x'.repeat(900)}${end}`) })),
    );

    expect(first?.length).toBeLessThan(128);
    expect(first).not.toBe(second);
  });
});

import type { Random } from './random.ts';
import { events, eventXml, messages, messageXml } from './wechat-pushes.ts';

/** A genuine push of each type. */
export const goldenXml = [
  ...messages.map(([type, fields]) => messageXml(type, fields)),
  ...events.map(([event, fields]) => eventXml(event, fields)),
].map((xml) => Buffer.from(xml));

const tokens = [
  ...[
    '<',
    '>',
    '</',
    '/>',
    ']]>',
    '<![CDATA[',
    '&',
    '&amp;',
    '&#65;',
    '&#x0;',
    '&a;',
    '\0',
    '\r\n',
    '\ufeff',
    '"',
    '=',
  ],
  ...[
    '<xml>',
    '</xml>',
    '<item>',
    '</item>',
    '<List>',
    '<MsgType>',
    '</MsgType>',
    '<FromUserName>',
    '<$gt/>',
    '<$where>',
  ],
  ...[
    '<!DOCTYPE x [<!ENTITY a "aaaa">]>',
    '<!ENTITY',
    '<?xml-stylesheet href="x"?>',
    '<?xml version="1.0"?>',
    '<!-- -->',
  ],
  ...[
    '<__proto__>',
    '<constructor>',
    '</constructor>',
    '<toString/>',
    '<hasOwnProperty>',
    '<then>',
    '<a b="c">',
    '<a b>',
  ],
].map((token) => Buffer.from(token));

/** One to four changes: a bit, a token put in, a piece cut out, doubled, or taken from another push. */
export function mutateXml(body: Buffer, random: Random): Buffer {
  let mutant = Buffer.from(body);
  for (let change = random.below(4); change >= 0; change -= 1) {
    const at = random.below(mutant.length + 1);
    const piece = mutant.subarray(at, at + random.below(40));
    const [before, after] = [mutant.subarray(0, at), mutant.subarray(at)];
    const other = random.pick(goldenXml);
    mutant = random.pick([
      () => Buffer.concat([before, random.bytes(1), mutant.subarray(at + 1)]),
      () => Buffer.concat([before, random.pick(tokens), after]),
      () => Buffer.concat([before, mutant.subarray(at + piece.length)]),
      () => Buffer.concat([before, piece, after]),
      () => Buffer.concat([before, other.subarray(random.below(other.length))]),
    ])();
  }
  return mutant;
}

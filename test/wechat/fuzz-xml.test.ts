import { describe, expect, it } from '@jest/globals';
import { isUtf8 } from 'node:buffer';
import { parsePush } from '../../src/wechat/parse-push.ts';
import { goldenXml, mutateXml } from '../support/hostile-xml.ts';
import { processorMs } from '../support/processor-time.ts';
import { createRandom } from '../support/random.ts';

/** Everything that a parsed push holds, at any depth. */
function leavesOf(value: unknown): unknown[] {
  if (typeof value !== 'object' || value === null || value instanceof Date) return [value];
  return Object.entries(value).flatMap(([key, inner]) => [key, ...leavesOf(inner)]);
}

const quantile = (sorted: readonly number[], part: number) => sorted[Math.floor(sorted.length * part)] ?? NaN;

describe('hostile XML', () => {
  it('ends 100,000 times as a push of plain values or as malformed, p99 below 10 ms', () => {
    const seed = Math.floor(Math.random() * 2 ** 32);
    const random = createRandom(seed);
    const times: number[] = [];
    let read = 0;
    for (let count = 0; count < 100_000; count += 1) {
      const body = mutateXml(random.pick(goldenXml), random);
      const xml = isUtf8(body) ? body.toString() : body.toString('latin1');
      const start = performance.now();
      const push = parsePush(xml);
      times.push(performance.now() - start);
      if (!push.ok) continue;
      read += 1;
      const odd = leavesOf(push.value).filter(
        (leaf) => !['string', 'number', 'boolean'].includes(typeof leaf) && !(leaf instanceof Date),
      );
      if (odd.length > 0 || Object.keys(push.value).some((key) => key.startsWith('$')))
        throw new Error(`seed ${seed}: ${xml}`);
    }

    expect(read).toBeGreaterThan(1_000);
    expect(read).toBeLessThan(90_000);
    expect(
      quantile(
        times.toSorted((a, b) => a - b),
        0.99,
      ),
    ).toBeLessThan(10);
  }, 120_000);

  const wide = 64 * 1024;
  const fill = (unit: string) => unit.repeat(Math.floor(wide / unit.length));
  it.each([
    [
      'billion laughs',
      `<!DOCTYPE x [<!ENTITY a "${'a'.repeat(99)}">${fill('<!ENTITY b "&a;&a;">')}]><xml><a>&b;</a></xml>`,
    ],
    ['twenty DOCTYPEs', `${'<!DOCTYPE x [<!ENTITY a "b">]>'.repeat(20)}<xml><a>&a;</a></xml>`],
    ['numeric entities', `<xml><Content>${fill('&#65;')}</Content></xml>`],
    ['ampersands', `<xml><Content>${fill('&')}</Content></xml>`],
    ['depth', `<xml>${fill('<a>')}`],
    ['siblings', `<xml>${fill('<a/>')}</xml>`],
    ['doubled leaves', `<xml>${fill('<A>1</A>')}</xml>`],
    ['attributes', `<xml ${fill('a="b" ')}></xml>`],
    ['one long attribute', `<xml a="${fill('<')}"></xml>`],
    ['unclosed CDATA', `<xml>${fill('<![CDATA[')}`],
    ['unclosed comments', `<xml>${fill('<!--')}`],
    ['brackets in CDATA', `<xml><Content><![CDATA[${fill(']]')}></Content></xml>`],
    ['white space', `<xml>${fill(' ')}`],
    ['white space in a tag', `<xml><a${fill(' ')}`],
    ['carriage returns', `<xml>${fill('\r')}</xml>`],
    ['closing tags', fill('</xml>')],
    ['a long name', `<xml><${fill('A')}>`],
    ['a UTF-16 body', Buffer.from(goldenXml[0]?.toString() ?? '', 'utf16le').toString('latin1')],
    ['NUL', `<xml>\0</xml>`],
  ])('is refused within 100 ms at 64 KiB: %s', (_, xml) => {
    expect(processorMs(() => parsePush(xml))).toBeLessThan(100);
    expect(parsePush(xml)).toEqual({ ok: false, error: 'malformed' });
  });

  it('reaches no prototype, whatever the elements are called', () => {
    const prototypes = [Object.prototype, Array.prototype, Function.prototype, Map.prototype];
    const before = prototypes.map((prototype) => Reflect.ownKeys(prototype));
    const names = [
      '__proto__',
      'constructor',
      'prototype',
      'toString',
      'hasOwnProperty',
      'then',
      'valueOf',
      '__defineGetter__',
    ];
    for (let count = 0; count < 10_000; count += 1) {
      const [name, inner] = [names[count % names.length], names[(count >> 3) % names.length]];
      parsePush(`<xml><${name}><${inner}>polluted</${inner}></${name}><MsgType>text</MsgType></xml>`);
      parsePush(`<xml><item><${inner}>polluted</${inner}></item><${name}>${count}</${name}></xml>`);
    }

    expect(prototypes.map((prototype) => Reflect.ownKeys(prototype))).toEqual(before);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });
});

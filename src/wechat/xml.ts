import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { err, ok, type Result } from '../lib/result.ts';
import { readFlat } from './flat-xml.ts';

/** What stands in an element: text, or elements by name. `item` and `List`, which may repeat, are always arrays. */
export type XmlValue = string | XmlElement | readonly XmlValue[];
export type XmlElement = ReadonlyMap<string, XmlValue>;

/** No push has more than some twenty elements in three levels. */
export const maxElements = 64;
const maxDepth = 8;
const tagShape = /^<\/?[A-Za-z_][\w.-]*\s*\/?>$/;
const prolog = /^\s*<\?xml\s[^<>?]*\?>/;
const predefined: ReadonlyMap<string, string> = new Map([
  ['&lt;', '<'],
  ['&gt;', '>'],
  ['&quot;', '"'],
  ['&apos;', "'"],
  ['&amp;', '&'],
]);

const parser = new XMLParser({
  ignoreAttributes: true,
  parseTagValue: false,
  trimValues: false,
  processEntities: false,
  htmlEntities: false,
  allowBooleanAttributes: false,
  maxNestedTags: maxDepth,
  // In document order and with CDATA told apart: entities are decoded in plain text alone.
  preserveOrder: true,
  cdataPropName: '#cdata',
});

/**
 * The elements of a WeChat XML body, `<xml>…</xml>`, as text: nothing is turned into numbers, `007` stays `007`.
 *
 * Refused as `malformed`: what is not well-formed, more than 64 elements or 8 levels, attributes, comments, DOCTYPE,
 * ENTITY and any other declaration (inside CDATA they are a customer's words, and stay), repeated elements other than
 * `item` and `List`, text beside elements.
 */
export function parseXml(xml: string): Result<XmlElement, 'malformed'> {
  const element = readFlat(xml) ?? readAny(xml);
  return element === undefined ? err('malformed') : ok(element);
}

/** The general reading; `readFlat` is a short cut that must agree with it. */
export function readAny(xml: string): XmlElement | undefined {
  const body = xml.replace(prolog, '');
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- the parser alone takes what is not closed; its successor is a package more
  if (!hasPlainTags(body) || XMLValidator.validate(body) !== true) return undefined;
  const [root, ...others] = nodesOf(parseOrdered(body)).filter((node) => node.name !== '#text');
  if (root?.name !== 'xml' || others.length > 0) return undefined;
  const value = toValue(root.content);
  return value instanceof Map ? value : undefined;
}

/** Bounds the work before the parser sees the body, and keeps from it everything but elements, text and CDATA. */
function hasPlainTags(xml: string): boolean {
  let opened = 0;
  for (let at = xml.indexOf('<'); at !== -1; at = xml.indexOf('<', at)) {
    const isCdata = xml.startsWith('<![CDATA[', at);
    const end = xml.indexOf(isCdata ? ']]>' : '>', at);
    if (end === -1) return false;
    if (!isCdata) {
      const tag = xml.slice(at, end + 1);
      if (!tagShape.test(tag)) return false;
      if (!tag.startsWith('</')) opened += 1;
      if (opened > maxElements) return false;
    }
    at = end + 1;
  }
  return true;
}

/** @returns undefined where the parser refuses: too deep, or a name that would reach a prototype */
function parseOrdered(xml: string): unknown {
  try {
    return parser.parse(xml);
  } catch {
    return undefined;
  }
}

type Node = { readonly name: string; readonly content: unknown };

function nodesOf(ordered: unknown): Node[] {
  if (!Array.isArray(ordered)) return [];
  return ordered.flatMap((entry: Record<string, unknown>) =>
    Object.entries(entry).map(([name, content]) => ({ name, content })),
  );
}

function toValue(ordered: unknown): XmlValue | undefined {
  const nodes = nodesOf(ordered);
  const elements = nodes.filter(({ name }) => name !== '#text' && name !== '#cdata');
  if (elements.length === 0) return nodes.map(textOf).join('');
  const text = nodes.filter((node) => !elements.includes(node)).map(textOf);
  return text.join('').trim() === '' ? toElement(elements) : undefined;
}

function textOf({ name, content }: Node): string {
  if (name === '#cdata')
    return nodesOf(content)
      .map((node) => String(node.content))
      .join('');
  return String(content).replace(/&(?:lt|gt|quot|apos|amp);/g, (entity) => predefined.get(entity) ?? entity);
}

function toElement(nodes: readonly Node[]): XmlElement | undefined {
  const element = new Map<string, XmlValue>();
  for (const { name, content } of nodes) {
    const value = toValue(content);
    const repeats = name === 'item' || name === 'List';
    if (value === undefined || (element.has(name) && !repeats)) return undefined;
    const earlier = element.get(name);
    if (repeats) element.set(name, [...(Array.isArray(earlier) ? (earlier as readonly XmlValue[]) : []), value]);
    else element.set(name, value);
  }
  return element;
}

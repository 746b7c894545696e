import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { err, ok, type Result } from '../../lib/result.ts';

/** Text goes into CDATA, numbers stand bare, a list repeats its tag: as WeChat's own pushes are written. */
export type XmlFields = { readonly [tag: string]: XmlValue };
type XmlValue = string | number | bigint | XmlFields | readonly XmlFields[];

export function writeXml(fields: XmlFields): string {
  return `<xml>${inner(fields)}</xml>`;
}

function inner(fields: XmlFields): string {
  return Object.entries(fields)
    .flatMap(([tag, value]) => (isList(value) ? value : [value]).map((one) => `<${tag}>${valueOf(one)}</${tag}>`))
    .join('');
}

function valueOf(value: Exclude<XmlValue, readonly XmlFields[]>): string {
  if (typeof value === 'string') return cdata(value);
  return typeof value === 'object' ? inner(value) : value.toString();
}

function isList(value: XmlValue): value is readonly XmlFields[] {
  return Array.isArray(value);
}

/** `]]>` would end the section: it is split over two. */
function cdata(text: string): string {
  return `<![CDATA[${text.replaceAll(']]>', ']]]]><![CDATA[>')}]]>`;
}

/** A parsed element: its children by tag. `item` and `List` are always lists; everything else stays text. */
export type XmlTree = { readonly [tag: string]: string | XmlTree | readonly XmlTree[] };

const parser = new XMLParser({
  // MsgId has 64 bits and "007" is a text: nothing is turned into a number.
  parseTagValue: false,
  ignoreAttributes: true,
  ignoreDeclaration: true,
  isArray: (tag) => tag === 'item' || tag === 'List',
});

/** The children of `<xml>`. Refuses document types: whoever expands their entities can be made to run out of memory. */
export function readXml(text: string): Result<XmlTree, 'not_xml'> {
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- its successor is a package of its own, with the same code
  if (/<!(DOCTYPE|ENTITY)/i.test(text) || XMLValidator.validate(text) !== true) return err('not_xml');
  const document = parser.parse(text) as { xml?: XmlTree | string };
  return typeof document.xml === 'object' ? ok(document.xml) : err('not_xml');
}

/** The text under a path of tags; '' where there is none. */
export function textAt(tree: XmlTree | undefined, ...path: readonly string[]): string {
  let here: XmlTree[string] | undefined = tree;
  for (const tag of path) {
    if (typeof here !== 'object' || isTrees(here)) return '';
    here = here[tag];
  }
  return typeof here === 'string' ? here : '';
}

/** The elements that repeat under a path; none where there is none. */
export function listAt(tree: XmlTree, parent: string, tag: string): readonly XmlTree[] {
  const outer = tree[parent];
  const found = typeof outer === 'object' && !isTrees(outer) ? outer[tag] : undefined;
  return typeof found === 'object' && isTrees(found) ? found : [];
}

function isTrees(value: XmlTree | readonly XmlTree[]): value is readonly XmlTree[] {
  return Array.isArray(value);
}

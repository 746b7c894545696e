import { cleanText } from './clean-text.ts';

/** `<name><![CDATA[text]]></name>`, whatever the text holds: a `]]>` in it is split over two sections. */
export function leaf(name: string, text: string): string {
  return cleanLeaf(name, cleanText(text));
}

/** The same of a text that is clean already. */
export function cleanLeaf(name: string, text: string): string {
  return `<${name}><![CDATA[${text.replaceAll(']]>', ']]]]><![CDATA[>')}]]></${name}>`;
}

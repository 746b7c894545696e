import { cleanText } from './clean-text.ts';

/** `<name><![CDATA[text]]></name>`, whatever the text holds: a `]]>` in it is split over two sections. */
export function leaf(name: string, text: string): string {
  return `<${name}><![CDATA[${cleanText(text).replaceAll(']]>', ']]]]><![CDATA[>')}]]></${name}>`;
}

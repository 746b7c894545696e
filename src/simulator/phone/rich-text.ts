/** A stretch of a text as the phone shows it: plain, a link to a page, or an item that is sent back when tapped. */
export type Segment =
  | { readonly kind: 'plain'; readonly text: string }
  | { readonly kind: 'link'; readonly text: string; readonly url: string }
  | { readonly kind: 'choice'; readonly text: string; readonly id: string; readonly content: string };

// No part runs past the next `<`: a text of half-open tags is read once, not once from each of them.
const anchor = /<a\s[^<>]*?href=(?:"([^"<]*)"|'([^'<]*)')[^<>]*>([^<]*)<\/a>/gi;
const address = /https?:\/\/[\w.~:/?#@!$&'()*+,;=%[\]-]+/g;

/**
 * What WeChat makes of a text: `<a href>` and bare addresses become links, `weixin://bizmsgmenu` an item to tap.
 * All other markup is shown as it was written.
 */
export function segmentsOf(text: string): Segment[] {
  const segments: Segment[] = [];
  let end = 0;
  for (const match of text.matchAll(anchor)) {
    segments.push(...bareLinks(text.slice(end, match.index)));
    segments.push(linkTo(match[1] ?? match[2] ?? '', match[3] ?? ''));
    end = match.index + match[0].length;
  }
  return [...segments, ...bareLinks(text.slice(end))];
}

/** The text as a reader sees it, without the markup of its links. */
export function readable(text: string): string {
  return segmentsOf(text)
    .map((segment) => segment.text)
    .join('');
}

function linkTo(href: string, text: string): Segment {
  const target = href.replaceAll('&amp;', '&');
  if (/^https?:\/\//i.test(target)) return { kind: 'link', text, url: target };
  if (!target.toLowerCase().startsWith('weixin://bizmsgmenu?')) return { kind: 'plain', text };
  const query = new URLSearchParams(target.slice(target.indexOf('?') + 1));
  return { kind: 'choice', text, id: query.get('msgmenuid') ?? '', content: query.get('msgmenucontent') ?? text };
}

function bareLinks(text: string): Segment[] {
  const segments: Segment[] = [];
  let end = 0;
  for (const match of text.matchAll(address)) {
    if (match.index > end) segments.push({ kind: 'plain', text: text.slice(end, match.index) });
    segments.push({ kind: 'link', text: match[0], url: match[0] });
    end = match.index + match[0].length;
  }
  if (end < text.length) segments.push({ kind: 'plain', text: text.slice(end) });
  return segments;
}

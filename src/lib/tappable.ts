import { remembering } from './remembering.ts';

/**
 * Texts write a word to tap as `[[转人工]]`. WeChat shows it as a link that sends the word
 * (`weixin://bizmsgmenu`, community-documented: config can turn it off), else as 「转人工」.
 */
const tap = /\[\[([^[\]]+)\]\]/g;

/** The words to tap, in order. */
export function tappableWords(text: string): string[] {
  return [...text.matchAll(tap)].map((match) => match[1] ?? '');
}

/** Most texts with words to tap are the same few hundred. */
const asLinks = remembering((text) => rendered(text, true), { keeps: (text) => text.includes('[['), most: 1_000 });

export function renderTappable(text: string, links: boolean): string {
  return links ? asLinks(text) : rendered(text, false);
}

function rendered(text: string, links: boolean): string {
  let id = 100;
  return text.replace(tap, (_, word: string) => {
    id += 1;
    // Ids are numeric and above 0: WeChat has sent others back as "0".
    return links ? `<a href="weixin://bizmsgmenu?msgmenucontent=${word}&msgmenuid=${id}">${word}</a>` : `「${word}」`;
  });
}

const link = /<a href="weixin:\/\/bizmsgmenu\?[^"]*">([^<]*)<\/a>/g;

/** A text as WeChat shows it, for whoever reads along elsewhere: the words to tap are words. */
export function withoutTaps(rendered: string): string {
  return rendered.replace(link, '$1');
}

import type { Push } from '../domain/push.ts';
import type { Article, PassiveReply } from '../domain/reply.ts';
import { assertNever } from '../lib/assert-never.ts';
import { mostTextBytes } from '../lib/bytes.ts';
import { cleanText, cutToBytes } from './clean-text.ts';
import { cleanLeaf, leaf } from './leaf.ts';

/** To these WeChat shows one article, to other pushes up to eight ("Passive replies", the rule of 2018-10-12). */
const oneArticleFor: ReadonlySet<string> = new Set(['text', 'image', 'video', 'shortvideo', 'location', 'link']);
const mostArticles = 8;

/**
 * The HTTP answer to a push, before encryption: `success`, or XML from the account to the customer.
 *
 * The same arguments give the same bytes. Texts are cleaned of what XML can't carry, a text message is cut to 2,048 bytes.
 *
 * @param at when the reply was made: it says so in whole seconds
 * @throws on a transfer to 客服 in answer to an event, and on news without articles: WeChat shows the customer an error
 */
export function buildReply(reply: PassiveReply, push: Push, at: Date): string {
  if (reply.kind === 'none') return 'success';
  if (reply.kind === 'transfer' && push.kind === 'event') throw new Error('WeChat transfers messages only, not events');
  return [
    '<xml>',
    leaf('ToUserName', push.from),
    leaf('FromUserName', push.to),
    `<CreateTime>${Math.floor(at.getTime() / 1000)}</CreateTime>`,
    leaf('MsgType', reply.kind === 'transfer' ? 'transfer_customer_service' : reply.kind),
    bodyOf(reply, push),
    '</xml>',
  ].join('');
}

function bodyOf(reply: Exclude<PassiveReply, { kind: 'none' }>, push: Push): string {
  switch (reply.kind) {
    case 'text':
      return cleanLeaf('Content', cutToBytes(cleanText(reply.text), mostTextBytes));
    case 'image':
      return `<Image>${leaf('MediaId', reply.mediaId)}</Image>`;
    case 'voice':
      return `<Voice>${leaf('MediaId', reply.mediaId)}</Voice>`;
    case 'video':
      return `<Video>${leaf('MediaId', reply.mediaId)}${titleOf(reply)}</Video>`;
    case 'music':
      return `<Music>${titleOf(reply)}${musicUrlsOf(reply)}${leaf('ThumbMediaId', reply.thumbMediaId)}</Music>`;
    case 'news':
      return newsOf(reply.articles, push);
    case 'transfer':
      return reply.account === undefined ? '' : `<TransInfo>${leaf('KfAccount', reply.account)}</TransInfo>`;
    default:
      return assertNever(reply);
  }
}

function titleOf({ title, description }: { readonly title?: string; readonly description?: string }): string {
  return optionalLeaf('Title', title) + optionalLeaf('Description', description);
}

function musicUrlsOf({ url, hqUrl }: { readonly url?: string; readonly hqUrl?: string }): string {
  return optionalLeaf('MusicUrl', url) + optionalLeaf('HQMusicUrl', hqUrl);
}

function optionalLeaf(name: string, text: string | undefined): string {
  return text === undefined ? '' : leaf(name, text);
}

function newsOf(articles: readonly Article[], push: Push): string {
  if (articles.length === 0) throw new Error('A news reply needs an article');
  const isLimited = push.kind === 'message' && oneArticleFor.has(push.type);
  const shown = articles.slice(0, isLimited ? 1 : mostArticles);
  return `<ArticleCount>${shown.length}</ArticleCount><Articles>${shown.map(itemOf).join('')}</Articles>`;
}

function itemOf({ title, description, picUrl, url }: Article): string {
  const leaves = [leaf('Title', title), leaf('Description', description), leaf('PicUrl', picUrl), leaf('Url', url)];
  return `<item>${leaves.join('')}</item>`;
}

import { err, ok, type Result } from '../../lib/result.ts';
import type { Article, Content } from '../phone/content.ts';
import { listAt, textAt, type XmlTree } from './xml.ts';

/** A passive reply longer than this is refused. WeChat documents no figure; this one is what senders have met. */
const maxTextBytes = 2048;
const maxArticles = 8;
/** WeChat shows a single article in answer to these; eight only in answer to an event. */
const singleArticleTypes = new Set(['text', 'image', 'video', 'news', 'location']);

export type ReplyProblem =
  | 'wrong_recipient'
  | 'wrong_sender'
  | 'no_create_time'
  | 'unknown_type'
  | 'empty_content'
  | 'content_too_long'
  | 'no_media'
  | 'wrong_article_count'
  | 'transfer_of_an_event';

/** What was pushed, as far as its answer has to agree with it. */
export type Asked = { readonly openId: string; readonly originalId: string; readonly type: string };

/** `transferred`: WeChat's own customer service is to take over. */
export type Reply =
  { readonly kind: 'shown'; readonly content: Content } | { readonly kind: 'transferred'; readonly account: string };

/**
 * Judges a passive reply as WeChat does before showing it.
 *
 * @see WeChat Official Accounts, "Passive replies"
 */
export function readReply(reply: XmlTree, asked: Asked): Result<Reply, ReplyProblem> {
  if (textAt(reply, 'ToUserName') !== asked.openId) return err('wrong_recipient');
  if (textAt(reply, 'FromUserName') !== asked.originalId) return err('wrong_sender');
  if (!/^\d+$/.test(textAt(reply, 'CreateTime'))) return err('no_create_time');
  const type = textAt(reply, 'MsgType');
  const read = Object.hasOwn(readers, type) ? readers[type] : undefined;
  return read ? read(reply, asked) : err('unknown_type');
}

type Reader = (reply: XmlTree, asked: Asked) => Result<Reply, ReplyProblem>;
const shown = (content: Content): Result<Reply, ReplyProblem> => ok({ kind: 'shown', content });

const readers: Readonly<Record<string, Reader>> = {
  text: (reply) => {
    const text = textAt(reply, 'Content');
    if (text === '') return err('empty_content');
    return Buffer.byteLength(text) > maxTextBytes ? err('content_too_long') : shown({ kind: 'text', text });
  },
  image: (reply) => withMedia(textAt(reply, 'Image', 'MediaId'), (mediaId) => ({ kind: 'image', mediaId })),
  voice: (reply) => withMedia(textAt(reply, 'Voice', 'MediaId'), (mediaId) => ({ kind: 'voice', mediaId })),
  video: (reply) =>
    withMedia(textAt(reply, 'Video', 'MediaId'), (mediaId) => ({
      kind: 'video',
      mediaId,
      title: textAt(reply, 'Video', 'Title'),
      description: textAt(reply, 'Video', 'Description'),
    })),
  music: (reply) =>
    withMedia(textAt(reply, 'Music', 'ThumbMediaId'), () => ({
      kind: 'music',
      title: textAt(reply, 'Music', 'Title'),
      description: textAt(reply, 'Music', 'Description'),
      url: textAt(reply, 'Music', 'MusicUrl'),
    })),
  news: readNews,
  transfer_customer_service: (reply, asked) =>
    asked.type === 'event'
      ? err('transfer_of_an_event')
      : ok({ kind: 'transferred', account: textAt(reply, 'TransInfo', 'KfAccount') }),
};

function withMedia(mediaId: string, content: (mediaId: string) => Content): Result<Reply, ReplyProblem> {
  return mediaId === '' ? err('no_media') : shown(content(mediaId));
}

function readNews(reply: XmlTree, asked: Asked): Result<Reply, ReplyProblem> {
  const articles = listAt(reply, 'Articles', 'item').map((item): Article => ({
    title: textAt(item, 'Title'),
    description: textAt(item, 'Description'),
    picUrl: textAt(item, 'PicUrl'),
    url: textAt(item, 'Url'),
  }));
  const most = singleArticleTypes.has(asked.type) ? 1 : maxArticles;
  const counted = Number(textAt(reply, 'ArticleCount')) === articles.length;
  if (!counted || articles.length < 1 || articles.length > most) return err('wrong_article_count');
  return shown({ kind: 'news', articles });
}

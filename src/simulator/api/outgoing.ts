import { err, ok, type Result } from '../../lib/result.ts';
import type { Content } from '../phone/content.ts';
import { listIn, refuse, textIn, type Fields, type Refusal } from './call.ts';

/** Longer texts are refused. WeChat documents no figure; this one is what senders have met. */
const maxTextBytes = 2048;
const maxChoices = 50;

export type OutgoingDeps = { readonly hasMedia: (mediaId: string) => boolean };
type Reader = (body: Fields, deps: OutgoingDeps) => Result<Content, Refusal>;

/** What a customer-service message will show on the phone, or why WeChat refuses it. */
export function readOutgoing(body: Fields, deps: OutgoingDeps): Result<Content, Refusal> {
  const type = textIn(body, 'msgtype');
  const read = Object.hasOwn(readers, type) ? readers[type] : undefined;
  return read ? read(body, deps) : err(refuse(40008, 'invalid message type'));
}

const readers: Readonly<Record<string, Reader>> = {
  text: (body) => withText(textIn(body, 'text', 'content'), (text) => ({ kind: 'text', text })),
  image: (body, deps) => withMedia(textIn(body, 'image', 'media_id'), deps, (mediaId) => ({ kind: 'image', mediaId })),
  voice: (body, deps) => withMedia(textIn(body, 'voice', 'media_id'), deps, (mediaId) => ({ kind: 'voice', mediaId })),
  video: (body, deps) =>
    withMedia(textIn(body, 'video', 'media_id'), deps, (mediaId) => ({
      kind: 'video',
      mediaId,
      title: textIn(body, 'video', 'title'),
      description: textIn(body, 'video', 'description'),
    })),
  music: (body, deps) =>
    withMedia(textIn(body, 'music', 'thumb_media_id'), deps, () => ({
      kind: 'music',
      title: textIn(body, 'music', 'title'),
      description: textIn(body, 'music', 'description'),
      url: textIn(body, 'music', 'musicurl'),
    })),
  news: readNews,
  msgmenu: readChoices,
  miniprogrampage: (body, deps) =>
    withMedia(textIn(body, 'miniprogrampage', 'thumb_media_id'), deps, () => ({
      kind: 'card',
      title: textIn(body, 'miniprogrampage', 'title'),
      fields: {},
      url: '',
    })),
};

function withText(text: string, content: (text: string) => Content): Result<Content, Refusal> {
  if (text === '') return err(refuse(44004, 'empty content'));
  return Buffer.byteLength(text) > maxTextBytes ? err(refuse(45002, 'content size out of limit')) : ok(content(text));
}

function withMedia(
  mediaId: string,
  { hasMedia }: OutgoingDeps,
  content: (mediaId: string) => Content,
): Result<Content, Refusal> {
  return hasMedia(mediaId) ? ok(content(mediaId)) : err(refuse(40007, 'invalid media_id'));
}

function readNews(body: Fields): Result<Content, Refusal> {
  const articles = listIn(body, 'news', 'articles').map((article) => ({
    title: textIn(article, 'title'),
    description: textIn(article, 'description'),
    picUrl: textIn(article, 'picurl'),
    url: textIn(article, 'url'),
  }));
  if (articles.length === 0) return err(refuse(44003, 'empty news data'));
  return articles.length > 1 ? err(refuse(45008, 'article size out of limit')) : ok({ kind: 'news', articles });
}

function readChoices(body: Fields): Result<Content, Refusal> {
  const [head, tail] = [textIn(body, 'msgmenu', 'head_content'), textIn(body, 'msgmenu', 'tail_content')];
  const items = listIn(body, 'msgmenu', 'list').map((item) => ({
    id: textIn(item, 'id'),
    content: textIn(item, 'content'),
  }));
  if (items.length === 0) return err(refuse(44004, 'empty content'));
  if (items.length > maxChoices || items.some(({ id, content }) => id === '' || content === '')) {
    return err(refuse(40035, 'invalid parameter'));
  }
  return withText(head + items.map((item) => item.content).join('') + tail, () => ({
    kind: 'choices',
    head,
    items,
    tail,
  }));
}

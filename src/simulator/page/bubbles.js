/* global URL */
import { icon, make } from './dom.js';

/**
 * A line of the chat as an element.
 *
 * @param {object} line as /simulator/phone gives it
 * @param {{initial: string, choose: (text: string, menuId: string) => void}} chat
 */
export function lineElement(line, chat) {
  if (line.content.kind === 'notice') {
    return make('p.notice', { 'data-test': 'bubble', 'data-from': line.from }, line.content.text);
  }
  const bubble = make('div.bubble', { 'data-test': 'bubble', 'data-from': line.from, 'data-kind': line.content.kind });
  bubble.append(...shapes[line.content.kind](line.content, { ...chat, segments: line.segments }));
  const mine = line.from === 'customer';
  const avatar = mine
    ? make('span.avatar.mine', { 'aria-hidden': 'true' }, icon('person'))
    : accountAvatar(chat.initial);
  return make(`div.line.from-${line.from}.is-${line.content.kind}`, {}, avatar, bubble);
}

export function accountAvatar(initial) {
  return make('span.avatar', { 'aria-hidden': 'true' }, initial);
}

const shapes = {
  text: (content, chat) => (chat.segments ?? [{ kind: 'plain', text: content.text }]).map((one) => segment(one, chat)),
  image: (content) => [
    make(
      'a',
      { href: mediaUrl(content.mediaId), target: '_blank' },
      make('img.picture', { src: mediaUrl(content.mediaId), alt: '图片' }),
    ),
  ],
  voice: () => [make('span', {}, '语音'), icon('voice')],
  video: (content) => [
    make('video.picture', { src: mediaUrl(content.mediaId), controls: true, preload: 'none', 'aria-label': '视频' }),
  ],
  music: (content) => card(content.title, content.description, content.url),
  link: (content) => card(content.title, content.description, content.url),
  location: (content) => [
    make('span.place', {}, content.label || '位置'),
    make('span.map', { 'aria-hidden': 'true' }, icon('pin')),
  ],
  news: (content) => content.articles.map(article),
  choices: (content, chat) =>
    [
      content.head !== '' && make('p.choices-head', {}, content.head),
      make('ul.choices', {}, ...content.items.map((item) => make('li', {}, choice(item.content, item.id, chat)))),
      content.tail !== '' && make('p.choices-tail', {}, content.tail),
    ].filter(Boolean),
  card: (content) => [
    make('p.card-title', {}, content.title),
    make(
      'dl.card-fields',
      {},
      ...Object.entries(content.fields).flatMap(([name, value]) => [make('dt', {}, name), make('dd', {}, value)]),
    ),
  ],
};

function segment(one, chat) {
  if (one.kind === 'link') return link(one.url, one.text);
  if (one.kind === 'choice') return choice(one.text, one.id, { choose: (_, id) => chat.choose(one.content, id) });
  return one.text;
}

function choice(text, menuId, chat) {
  // No button: a browser may put a full stop after it on a line of its own.
  return make(
    'a.choice',
    {
      href: '#',
      'data-test': 'choice',
      onclick: (event) => {
        event.preventDefault();
        chat.choose(text, menuId);
      },
    },
    text,
  );
}

function card(title, description, url) {
  return [
    link(url, title, 'card-title'),
    make(
      'span.card-body',
      {},
      make('span', {}, description),
      make('span.thumb', { 'aria-hidden': 'true' }, icon('link')),
    ),
  ];
}

function article({ title, description, url, picUrl }) {
  return make(
    'article.article',
    {},
    isWebUrl(picUrl) &&
      make('img.article-picture', { src: picUrl, alt: '', onerror: (event) => event.target.remove() }),
    link(url, title, 'article-title'),
    description !== '' && make('p.article-text', {}, description),
  );
}

/** An address that is none, or no page of the web, stays text: `javascript:` is never followed. */
function link(url, text, className = 'link') {
  if (!isWebUrl(url)) return make(`span.${className}`, {}, text);
  return make(`a.${className}`, { href: url, target: '_blank', rel: 'noreferrer noopener' }, text);
}

function isWebUrl(url) {
  return URL.canParse(url) && ['http:', 'https:'].includes(new URL(url).protocol);
}

function mediaUrl(mediaId) {
  return `/simulator/media/${encodeURIComponent(mediaId)}`;
}

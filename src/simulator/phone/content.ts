import { readable } from './rich-text.ts';

export type Article = {
  readonly title: string;
  readonly description: string;
  readonly picUrl: string;
  readonly url: string;
};

/** What one bubble of the chat shows. */
export type Content =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'image' | 'voice'; readonly mediaId: string }
  | { readonly kind: 'video'; readonly mediaId: string; readonly title: string; readonly description: string }
  | { readonly kind: 'music'; readonly title: string; readonly description: string; readonly url: string }
  | { readonly kind: 'news'; readonly articles: readonly Article[] }
  | {
      readonly kind: 'choices';
      readonly head: string;
      readonly items: readonly { readonly id: string; readonly content: string }[];
      readonly tail: string;
    }
  | { readonly kind: 'location'; readonly latitude: number; readonly longitude: number; readonly label: string }
  | { readonly kind: 'link'; readonly title: string; readonly description: string; readonly url: string }
  | {
      readonly kind: 'card';
      readonly title: string;
      readonly fields: Readonly<Record<string, string>>;
      readonly url: string;
    }
  | { readonly kind: 'notice'; readonly text: string };

type Words = { readonly [Kind in Content['kind']]: (content: Extract<Content, { kind: Kind }>) => string };

const words: Words = {
  text: ({ text }) => readable(text),
  notice: ({ text }) => text,
  image: () => '[图片]',
  voice: () => '[语音]',
  video: ({ title }) => `[视频]${title}`,
  music: ({ title, description }) => `${title}\n${description}`,
  link: ({ title, description }) => `${title}\n${description}`,
  news: ({ articles }) => articles.map(({ title, description }) => `${title}\n${description}`).join('\n'),
  choices: ({ head, items, tail }) => [head, ...items.map((item) => item.content), tail].filter(Boolean).join('\n'),
  location: ({ label }) => `[位置]${label}`,
  card: ({ title, fields }) =>
    [title, ...Object.entries(fields).map(([name, value]) => `${name}：${value}`)].join('\n'),
};

/** The words that a reader of the chat sees in it: what scripts and tests look for. */
export function wordsOf(content: Content): string {
  return (words[content.kind] as (content: Content) => string)(content);
}

import type { Message } from '../domain/push.ts';

/** The words of a message, for understanding; '' where it has none. */
export function wordsOf(message: Message): string {
  switch (message.type) {
    case 'text':
      return message.content.trim();
    case 'voice':
      return message.recognition?.trim() ?? '';
    case 'link':
      return [message.title, message.description, message.url].filter(Boolean).join('\n');
    case 'location':
      return message.label;
    default:
      return '';
  }
}

const names: Readonly<Record<Message['type'], string>> = {
  text: '',
  image: '[图片]',
  voice: '[语音]',
  video: '[视频]',
  shortvideo: '[小视频]',
  location: '[位置]',
  link: '[链接]',
  miniprogrampage: '[小程序]',
};

/** What the transcript shows of a message whose words, masked, are these. */
export function lineOf(message: Message, masked: string): string {
  return [names[message.type], masked].filter(Boolean).join(' ');
}

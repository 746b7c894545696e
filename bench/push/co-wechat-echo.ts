import { serveCoWechat } from './co-wechat.ts';

/**
 * co-wechat answering each text with itself: it checks the signature, decrypts, parses, builds the XML and encrypts, but
 * stores, looks up and decides nothing. The mark that the whole way is held to.
 */
serveCoWechat(({ Content = '' }) => Promise.resolve(Content));

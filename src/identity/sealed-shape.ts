import { part } from '../store/part.ts';

/** How a seal stands in a document. @see ../lib/seal.ts */
export const sealedShape = part({ keyId: String, iv: String, tag: String, data: String });

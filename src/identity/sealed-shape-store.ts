import mongoose from 'mongoose';

/** How a seal stands in a document. @see ../lib/seal.ts */
export const sealedShape = new mongoose.Schema(
  { keyId: String, iv: String, tag: String, data: String },
  { _id: false, strict: 'throw' },
);

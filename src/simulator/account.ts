import { randomBytes } from 'node:crypto';

/** The official account that the simulator pretends to host. */
export type Account = {
  readonly appId: string;
  readonly secret: string;
  /** 3 to 32 letters and digits */
  readonly token: string;
  /** EncodingAESKey: 43 characters, Base64 of 32 bytes without the padding */
  readonly aesKey: string;
  /** `gh_…`: what pushes are addressed to */
  readonly originalId: string;
  /** what the phone shows above the chat */
  readonly name: string;
};

export const modes = ['safe', 'compat', 'plain'] as const;
/** How pushes are sent: encrypted, both ways at once, or in the clear. */
export type Mode = (typeof modes)[number];

/**
 * An account to try the product with. Its secrets are made anew each time, so that none is ever written down.
 *
 * @param name what the phone shows above the chat
 */
export function sampleAccount(name: string): Account {
  return {
    appId: 'wx0000000000000000',
    secret: randomBytes(16).toString('hex'),
    token: randomBytes(12).toString('hex'),
    aesKey: randomBytes(32).toString('base64').slice(0, 43).replaceAll('+', 'A').replaceAll('/', 'B'),
    originalId: 'gh_sample000000',
    name,
  };
}

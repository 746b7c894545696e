import { hash } from 'node:crypto';
import { within } from '../lib/within.ts';
import type { OpenedPush } from '../wechat/envelope.ts';

export type AdmitDeps = {
  /** this process's memory of envelopes */
  readonly here: (opened: OpenedPush) => boolean;
  /** what all instances remember, by digests */
  readonly everywhere: (one: { readonly envelope: string; readonly body: string }) => Promise<boolean>;
  readonly onError: (error: unknown) => void;
  /** so long the others' memory is waited for */
  readonly withinMs?: number;
};

/**
 * Whether nothing else came under a push's timestamp and nonce, at any instance: asked where the signature does not cover
 * the body, so that one address taken from a log would sign any. A store that does not answer is no reason to refuse what
 * WeChat has signed: then this process's own memory decides.
 */
export function createAdmit({ here, everywhere, onError, withinMs = 1_000 }: AdmitDeps) {
  return async (opened: OpenedPush): Promise<boolean> => {
    const { signedAt, nonce, xml } = opened;
    const one = { envelope: hash('sha1', `${signedAt.getTime()}:${nonce}`), body: hash('sha1', xml) };
    // What the others refuse must not be remembered here: the genuine one may yet come.
    return (await asked(everywhere(one))) && here(opened);
  };

  /** @returns true where there is no answer */
  async function asked(answer: Promise<boolean>): Promise<boolean> {
    try {
      return (await within(answer, withinMs)) ?? true;
    } catch (error) {
      onError(error);
      return true;
    }
  }
}

import { createJudgePicture, type JudgePictureDeps } from '../actions/judge-picture.ts';
import type { Config } from '../config.ts';
import { createPictureReader } from '../identity/picture-reader.ts';
import type { Identity } from './identity.ts';

type PicturesDeps = Omit<JudgePictureDeps, 'see' | 'judge' | 'tell' | 'links'> & {
  readonly config: Config;
  readonly answer: Identity['answer'];
};

/** Customers' pictures, looked at behind the answer in a thread of their own. */
export function createPictures({ config, answer, ...deps }: PicturesDeps) {
  const reader = createPictureReader();
  const { judge, tell } = answer;
  const { look, idle } = createJudgePicture({
    ...deps,
    see: reader.read,
    judge,
    tell,
    links: config.behaviour.tappableWords,
  });

  async function stop(): Promise<void> {
    await idle();
    await reader.close();
  }

  return { look, stop };
}

import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { identityTextsShape } from '../../src/identity/identity-texts.ts';

const file = new URL('../../config/replies.yaml', import.meta.url);

export const shippedIdentityTexts = identityTextsShape.parse(
  (parse(readFileSync(file, 'utf8')) as { identity: unknown }).identity,
);

import type { Redacted, SecretType } from '../domain/safety.ts';

/** A secret whose halves came in two messages: both texts as they must be stored now. */
export type Split = { readonly previous: string; readonly text: string; readonly types: readonly SecretType[] };

/** So much of the earlier message is read again: a label and half a card, or most of a phrase. */
const tail = 300;
/** Halves of a number are joined as they are, words and labels with something between them. */
const seams = ['', ' ', '\n'];

/**
 * Looks for a secret that neither message has alone: `6222 0212 3456`, then `7890 128`; or 「我的验证码是」, then the digits.
 *
 * `previous` is the customer's last line as stored (masked), `text` the new one as it came. @returns undefined where
 * nothing runs over the seam; else what both must become, in the store, the transcript and the stream
 */
export function createSplitWatch({ redact }: { readonly redact: (text: string) => Redacted }) {
  return function findSplit(previous: string, text: string): Split | undefined {
    const kept = previous.slice(0, Math.max(0, previous.length - tail));
    const before = previous.slice(kept.length);
    const alone = () => redact(text).findings;
    for (const seam of seams) {
      const at = before.length;
      const { findings } = redact(`${before}${seam}${text}`);
      const crossing = findings.filter(({ start, end }) => start < at && end > at + seam.length);
      const labelled = findings.filter(
        ({ start, type }) =>
          start >= at + seam.length &&
          (!isShort(type) || filler.test(text.slice(0, start - at - seam.length))) &&
          !alone().some((one) => one.type === type && one.start === start - at - seam.length),
      );
      if (crossing.length === 0 && labelled.length === 0) continue;
      const first = Math.min(at, ...crossing.map(({ start }) => start));
      const rest = [...crossing, ...labelled].map(({ start, end }) => ({
        start: Math.max(0, start - at - seam.length),
        end: end - at - seam.length,
      }));
      return {
        previous: kept + before.slice(0, first) + (first < at ? mark : ''),
        text: redact(cut(text, rest)).masked,
        types: [...new Set([...crossing, ...labelled].map(({ type }) => type))],
      };
    }
    return undefined;
  };
}

/** What stands between a label said before and the secret itself: 「我的验证码是」, then 「是482913」, but not 「损失了2000」. */
const filler =
  /^(?:[\s:：,，。.、]|[他她它这那我]个?|收到|发来|应该|好像|请|帮我|(?:改|换|设置?|修改)(?:成|为)|[就是为的用])*$/;

/** What is told by its label alone: any few digits could be it. */
const isShort = (type: SecretType): boolean => type === 'code' || type === 'cvv' || type === 'password';

const mark = '[已隐藏]';

function cut(text: string, parts: readonly { readonly start: number; readonly end: number }[]): string {
  const ordered = [...parts].sort((a, b) => b.start - a.start);
  return ordered.reduce((rest, { start, end }) => rest.slice(0, start) + mark + rest.slice(end), text);
}

/** A number with letters that pass for digits among them, alone or in groups: `4OO-8OO-1234`, `138OO138OOO`. */
const mixed = /(?<![A-Za-z0-9])[\dOoIl](?:[ -]?[\dOoIl]){6,18}(?![A-Za-z0-9])/g;
/** Telephone and card numbers: what else has letters in it is a name of its own. */
const dialled = /^(?:[48]00\d{7}|(?:86)?1[3-9]\d{9}|0\d{9,11}|9[56]\d{3,6}|62\d{14,17})$/;
const mayBe = /\d[OoIl]|[OoIl]\d/;

/** The same text, of the same length, with digits for the letters in a number that is dialled or paid to. */
export function withLetterDigits(text: string): string {
  if (!mayBe.test(text)) return text;
  return text.replace(mixed, (written) => {
    const digits = written.replace(/[Oo]/g, '0').replace(/[Il]/g, '1');
    return dialled.test(digits.replace(/[ -]/g, '')) ? digits : written;
  });
}

/** Whether the last digit is the check digit that ISO/IEC 7812-1 (Luhn) asks for. */
export function passesLuhn(digits: string): boolean {
  let sum = 0;
  for (let i = 0; i < digits.length; i++) {
    const digit = digits.charCodeAt(digits.length - 1 - i) - 0x30;
    const doubled = i % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}

/**
 * What card networks hand out: UnionPay 62 and 81, Visa, Mastercard, American Express, JCB, Diners, Discover, and the
 * older Chinese debit cards that begin with 9. A date or a running number begins otherwise.
 */
const issuers: readonly { readonly prefix: RegExp; readonly lengths: readonly number[] }[] = [
  { prefix: /^(?:62|81|60[13]|6[457]|69)/, lengths: [16, 17, 18, 19] },
  { prefix: /^(?:95|96|94|90|99|98)/, lengths: [16, 18, 19] },
  { prefix: /^4/, lengths: [16, 19] },
  { prefix: /^(?:5[0-9]|2(?:2[2-9]|[3-6]\d|7[01]|720)|35(?:2[89]|[3-8]\d))/, lengths: [16] },
  { prefix: /^3[47]/, lengths: [15] },
  { prefix: /^3(?:0[0-5]|[689])/, lengths: [14, 16] },
];

export function isBankCard(digits: string): boolean {
  return looksLikeBankCard(digits) && passesLuhn(digits);
}

/** Issuer and length alone: with a digit mistyped most of a card number is there all the same. */
export function looksLikeBankCard(digits: string): boolean {
  return (
    digits.length >= 14 && issuers.some(({ prefix, lengths }) => lengths.includes(digits.length) && prefix.test(digits))
  );
}

const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

/** An 18-place resident identity number: region, a day that exists, check character (GB 11643, mod 11-2). */
export function isIdCard(value: string): boolean {
  if (!looksLikeIdCard(value)) return false;
  const sum = weights.reduce((total, weight, i) => total + weight * (value.charCodeAt(i) - 0x30), 0);
  return '10X98765432'[sum % 11] === value.charAt(17).toUpperCase();
}

/** Region, day and length alone: with its last digit mistyped it is an identity number all the same. */
export function looksLikeIdCard(value: string): boolean {
  return /^(?:[1-6]\d|7[01]|8[1-3]|9[0-2])\d{15}[\dXx]$/.test(value) && isDay(value.slice(6, 14));
}

/** The 15-place form handed out until 1999: no check character, so that it needs words beside it. */
export function isOldIdCard(value: string): boolean {
  return /^[1-6]\d{14}$/.test(value) && isDay(`19${value.slice(6, 12)}`);
}

function isDay(yyyymmdd: string): boolean {
  const year = Number(yyyymmdd.slice(0, 4));
  const month = Number(yyyymmdd.slice(4, 6));
  const day = Number(yyyymmdd.slice(6, 8));
  if (year < 1880 || year > 2100) return false;
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}

/** @returns the eleven digits of a mainland mobile number, without country code; undefined for anything else */
export function mobileOf(digits: string): string | undefined {
  const bare = digits.replace(/^(?:0086|86|0)(?=1[3-9]\d{9}$)/, '');
  return /^1[3-9]\d{9}$/.test(bare) ? bare : undefined;
}

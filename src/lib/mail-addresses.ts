import { startOfRun } from './scan.ts';

/** An e-mail address by its place in the text, in lower case and as it is meant: `tom(at)mail点com` is `tom@mail.com`. */
export type MailAddress = { readonly start: number; readonly end: number; readonly address: string };

const nameCharacter = { of: /[A-Za-z0-9._%+-]/, most: 64 };
const at = / ?(?:@|\(at\)|\[at\]|【at】|#at#|艾特|#(?=[a-z0-9-]+[.。][a-z])| at (?=[a-z0-9-]+ (?:dot|点) )) ?/gi;
const dot = / ?[[(【]? ?(?:dot|点|[.。]) ?[\])】]? ?/gi;
const domain =
  /^[A-Za-z0-9\u00c0-\u052f-]{1,63}?(?:(?: ?[.。] ?| ?[[(【]? ?(?:dot|点) ?[\])】]? ?)[A-Za-z0-9\u00c0-\u052f-]{1,63}?){0,4}?(?: ?[.。] ?| ?[[(【]? ?(?:dot|点) ?[\])】]? ?)[A-Za-z\u00c0-\u052f]{2,24}(?![A-Za-z0-9-]|[.。][A-Za-z0-9])/i;

/** `name@host/path` is a link that carries a name before its host; `a@x.com/b@y.com` is two addresses. */
function isCredentials(text: string, end: number): boolean {
  return /^\/[\w-]+(?![\w-]|@)/.test(text.slice(end, end + 80));
}

const inAddressBar = /:\/\/[^\s/]*$/;

/** E-mail addresses, also as people write them to get past filters. */
export function mailAddresses(text: string): MailAddress[] {
  return [...text.matchAll(at)].flatMap((match): MailAddress[] => {
    const start = startOfRun(text, match.index, nameCharacter);
    const domainAt = match.index + match[0].length;
    const shown = domain.exec(text.slice(domainAt, domainAt + 120))?.[0];
    if (start === match.index || shown === undefined) return [];
    if (isCredentials(text, domainAt + shown.length) || inAddressBar.test(text.slice(Math.max(0, start - 80), start)))
      return [];
    const address = `${text.slice(start, match.index)}@${shown.replace(dot, '.')}`.toLowerCase();
    return [{ start, end: domainAt + shown.length, address }];
  });
}

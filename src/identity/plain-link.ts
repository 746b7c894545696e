import { readHost } from './hosts.ts';
import type { Link } from './hosts.ts';

const scheme = /^[a-z* ]{2,12}(?:[:;] ?[/\\]{1,3}|:?[/\\]{2,3}) ?/i;
/** What programs read differently in a name: credentials, escapes, back slashes, a colon that begins no port. */
const ambiguous = /[@%\\*<>"'[\]]|:(?!\d{1,5}$)/;
const goesOn = /^[%\\@]|^:(?!\d{1,5}(?!\d))\S/;
/** `wallet.example。evil.ru`: some read the whole as one name. */
const moreLabels = /^(?:[.。·•‧∙・][\p{L}\p{N}_-]{1,63}){1,8}/u;
/** Nothing that runs in the page or opens a program is ours, whatever it names. */
const active = /(?:data|javascript|vbscript|blob|file|intent|view-source):(?=\S)/i;

/**
 * Whether every program reads the same name in this link. Only such a link is ever said to be ours: one that a browser
 * takes for ours and another program for somebody else's is made to deceive.
 */
export function isPlainLink(text: string, { start, end }: Link): boolean {
  const shown = text.slice(start, end).replace(scheme, '');
  const authority = shown.replace(/[/?#][\s\S]*$/, '');
  const after = text.slice(end, end + 300);
  if (ambiguous.test(authority) || (authority === shown && goesOn.test(after))) return false;
  const sameLine = text.slice(Math.max(0, start - 420), start);
  if (active.test(sameLine.slice(sameLine.lastIndexOf('\n') + 1))) return false;
  const more = authority === shown ? (moreLabels.exec(after)?.[0] ?? '') : '';
  return more === '' || readHost((authority + more).replace(/[。·•‧∙・]/g, '.').replace(/:\d+/, '')) === undefined;
}

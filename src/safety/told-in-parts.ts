import type { PlainText } from '../lib/plain-text.ts';
import type { Finding } from './finding.ts';
import { isBankCard, isIdCard, mobileOf } from './numbers.ts';

/** What stands between the parts of a number that is told bit by bit: 「前面是6217，然后中间是…，最后是…」. */
const gap =
  /^(?:[ -]{1,2}$|[ ,。、:的是]{0,3}(?:(?:然后|接着|接下来|再|之后|后面|最后|后头|中间|前面|末尾|尾号|跟着|加上?|还有|横杠|杠|空格|[前中后末][\d几]位|后[\d几]位|[\d几]位)(?:就?是)?[ ,。、:的是]{0,2}){1,4}$)/;
const named = /卡号|银行卡|储蓄卡|身份证|手机|电话|号码|卡是|卡呢/;
/** Groups that one number is told in at most. */
const most = 8;

/** A card, identity or telephone number in parts with words between them, none of which is a number by itself. */
export function findToldInParts({ digits: text }: PlainText): Finding[] {
  if (!named.test(text)) return [];
  const groups = [...text.matchAll(/\d{2,}/g)].map(({ index, 0: shown }) => ({
    start: index,
    end: index + shown.length,
    shown,
  }));
  const found: Finding[] = [];
  for (let from = 0; from < groups.length;) {
    const told = numberFrom(text, groups.slice(from, from + most));
    found.push(...told);
    from += Math.max(1, told.length);
  }
  return found;
}

type Group = { readonly start: number; readonly end: number; readonly shown: string };

/** The parts of the longest run of groups from the first on that makes a number; none where nothing does. */
function numberFrom(text: string, groups: readonly Group[]): Finding[] {
  const ends = groups.findIndex((group, i) => i > 0 && !gap.test(text.slice(groups[i - 1]?.end, group.start)));
  const chain = ends < 0 ? groups : groups.slice(0, ends);
  for (let count = chain.length; count > 1; count--) {
    const parts = chain.slice(0, count);
    const type = typeOf(parts.map(({ shown }) => shown).join(''));
    if (type) return parts.map(({ start, end }) => ({ type, start, end }));
  }
  return [];
}

function typeOf(digits: string): Finding['type'] | undefined {
  if (isIdCard(digits)) return 'id_card';
  if (isBankCard(digits)) return 'bank_card';
  return digits.length === 11 && mobileOf(digits) !== undefined ? 'phone' : undefined;
}

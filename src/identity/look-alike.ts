import { domainToUnicode } from 'node:url';
import { remove } from 'confusables';

/** Letters that pass for others at a glance, also in plain ASCII. */
const twins: readonly (readonly [RegExp, string])[] = [
  [/0/g, 'o'],
  [/[1i|]/g, 'l'],
  [/5/g, 's'],
  [/3/g, 'e'],
  [/rn/g, 'm'],
  [/vv/g, 'w'],
  [/[-_.]/g, ''],
];

/** What a name looks like, for comparing: homoglyphs, digits for letters and hyphens are gone. */
function skeleton(name: string): string {
  const seen = remove(domainToUnicode(name).normalize('NFKC')).toLowerCase();
  return twins.reduce((text, [twin, plain]) => text.replace(twin, plain), seen);
}

/** Which official host a foreign domain is made to look like; undefined where it resembles none. */
export function createLookAlike(officialHosts: readonly string[]): (domain: string) => string | undefined {
  const brands = officialHosts
    .map((host) => ({ host, brand: skeleton(brandOf(host)) }))
    .filter(({ brand }) => brand.length >= 4);
  return (domain) => {
    const seen = skeleton(domain.slice(0, 100));
    const label = skeleton(brandOf(domain.slice(0, 100)));
    return brands.find(({ brand }) => seen.includes(brand) || isOneSlipAway(label, brand))?.host;
  };
}

/** The label that people know a site by: the longest before its suffix. */
function brandOf(host: string): string {
  const labels = host.split('.').slice(0, -1);
  return labels.reduce((longest, label) => (label.length > longest.length ? label : longest), '');
}

/** One letter more, fewer, other, or two swapped. */
function isOneSlipAway(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1) return false;
  let at = 0;
  while (at < a.length && a[at] === b[at]) at++;
  const [restA, restB] = [a.slice(at), b.slice(at)];
  const swapped = `${restB.charAt(1)}${restB.charAt(0)}${restB.slice(2)}`;
  return [
    restA === restB.slice(1),
    restA.slice(1) === restB,
    restA.slice(1) === restB.slice(1),
    restA === swapped,
  ].some(Boolean);
}

import type { Customer } from '../domain/customer.ts';
import type { Act } from '../domain/push-record.ts';

type Remask = Extract<Act, { kind: 'remask' }>;

/** The customer without the half of a secret that an earlier line held: in that push, and in what was made of it. */
export function remasked<T extends Pick<Customer, 'pushes' | 'dialogue'>>(customer: T, acts: readonly Act[]): T {
  const remask = acts.find((act): act is Remask => act.kind === 'remask');
  const line = remask && customer.pushes.find(({ seq }) => seq === remask.seq)?.in?.text;
  if (!remask || line === undefined || line === '' || line === remask.text) return customer;
  const { pushes, dialogue } = customer;
  const replaced = withText({ pushes, dialogue }, line, remask.text);
  return { ...customer, ...replaced };
}

/** The same value with a text in place of another, wherever it stands. */
function withText<T>(value: T, from: string, to: string): T {
  if (typeof value === 'string') return value.replaceAll(from, to) as T;
  if (Array.isArray(value)) return value.map((item: unknown) => withText(item, from, to)) as T;
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, withText(item as unknown, from, to)]),
  ) as T;
}

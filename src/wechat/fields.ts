import type { XmlElement } from './xml.ts';

/** A leaf's text, '' where it is missing or is no leaf. */
export function textOf(fields: XmlElement, name: string): string {
  const value = fields.get(name);
  return typeof value === 'string' ? value : '';
}

/** The element of that name; one without elements where it is missing or is a leaf. */
export function elementOf(fields: XmlElement, name: string): XmlElement {
  return toElement(fields.get(name));
}

/** All elements of a name that may repeat (`item`, `List`). */
export function elementsOf(fields: XmlElement, name: string): XmlElement[] {
  const value = fields.get(name);
  return Array.isArray(value) ? value.map(toElement) : [];
}

/** @returns undefined where the leaf is not a decimal number, such as `23.134521` */
export function numberOf(fields: XmlElement, name: string): number | undefined {
  const text = textOf(fields, name).trim();
  return /^-?\d{1,15}(?:\.\d{1,20})?$/.test(text) ? Number(text) : undefined;
}

/** @param name of a leaf with whole seconds since 1970, as WeChat gives all its times */
export function timeOf(fields: XmlElement, name: string): Date | undefined {
  const text = textOf(fields, name).trim();
  return /^\d{1,11}$/.test(text) ? new Date(Number(text) * 1000) : undefined;
}

/** `{ [name]: text }`, or nothing for an empty text: an optional property is left out, not empty. */
export function optional<Name extends string>(name: Name, text: string): Readonly<Partial<Record<Name, string>>> {
  return (text === '' ? {} : { [name]: text }) as Readonly<Partial<Record<Name, string>>>;
}

function toElement(value: unknown): XmlElement {
  return value instanceof Map ? (value as XmlElement) : new Map();
}

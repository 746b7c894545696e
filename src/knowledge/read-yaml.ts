import { parseDocument } from 'yaml';
import type { z } from 'zod';
import type { Fault } from '../lib/fault.ts';
import { err, ok } from '../lib/result.ts';
import type { Result } from '../lib/result.ts';

/** The YAML text of `file`, in the shape of `schema`, or everything that is wrong with it. */
export function readYaml<Shape extends z.ZodType>(
  file: string,
  text: string,
  schema: Shape,
): Result<z.infer<Shape>, Fault[]> {
  const document = parseDocument(text);
  if (document.errors.length > 0) {
    return err(document.errors.map((error) => ({ file, at: '', problem: firstLine(error.message) })));
  }
  const plain: unknown = document.toJS({ maxAliasCount: 0 });
  const parsed = schema.safeParse(plain);
  if (parsed.success) return ok(parsed.data);
  return err(parsed.error.issues.map((issue) => ({ file, at: pathIn(plain, issue.path), problem: issue.message })));
}

/** `entries.theft.answer` says more to an editor than `entries.3.answer`: a list's members go by their id. */
function pathIn(root: unknown, path: readonly PropertyKey[]): string {
  const names: string[] = [];
  let here = root;
  for (const key of path) {
    here = isRecord(here) || Array.isArray(here) ? (here as Record<PropertyKey, unknown>)[key] : undefined;
    names.push(isRecord(here) && typeof here.id === 'string' ? here.id : String(key));
  }
  return names.join('.');
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? text;
}

import { err, ok, type Result } from './result.ts';

type ValuesOf<Results> = {
  [Name in keyof Results]: Results[Name] extends Result<infer Value, unknown> ? Value : never;
};

/** Several results as one: all values by name, or all faults together, so that one look mends everything. */
export function allOk<Fault, Results extends Record<string, Result<unknown, readonly Fault[]>>>(
  results: Results & Record<string, Result<unknown, readonly Fault[]>>,
): Result<ValuesOf<Results>, Fault[]> {
  const faults = Object.values(results).flatMap((result) => (result.ok ? [] : result.error));
  if (faults.length > 0) return err(faults);
  const values = Object.entries(results).map(([name, result]) => [name, result.ok ? result.value : undefined]);
  return ok(Object.fromEntries(values) as ValuesOf<Results>);
}

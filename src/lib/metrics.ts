import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

/** Where and how a figure is counted: a name of Prometheus, a line of help, and labels from closed lists only. */
type Figure<Label extends string> = {
  readonly name: string;
  readonly help: string;
  /** never a customer, a text or a ticket number: each combination is a series that stays */
  readonly labels?: readonly Label[];
};

/** One registry for one product: two in a process (tests) do not share a figure. */
export function createMetrics(options: { readonly ofProcess: boolean } = { ofProcess: true }) {
  const registry = new Registry();
  if (options.ofProcess) collectDefaultMetrics({ register: registry });
  const common = <Label extends string>(figure: Figure<Label>) => ({
    name: figure.name,
    help: figure.help,
    labelNames: figure.labels ?? [],
    registers: [registry],
  });

  return {
    contentType: registry.contentType,
    /** the exposition text of everything that was counted */
    text: (): Promise<string> => registry.metrics(),
    counter: <Label extends string = never>(figure: Figure<Label>) => new Counter<Label>(common(figure)),
    gauge: <Label extends string = never>(figure: Figure<Label> & { readonly read?: () => number }) => {
      const { read } = figure;
      return new Gauge<Label>({
        ...common(figure),
        ...(read && {
          collect() {
            this.set(read());
          },
        }),
      });
    },
    /** @param figure buckets in the unit that its name ends in, seconds as a rule */
    histogram: <Label extends string = never>(figure: Figure<Label> & { readonly buckets: readonly number[] }) =>
      new Histogram<Label>({ ...common(figure), buckets: [...figure.buckets] }),
  };
}

export type Metrics = ReturnType<typeof createMetrics>;

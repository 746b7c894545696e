/** One thing wrong with a configured file, told so that the operator finds the line. */
export type Fault = {
  /** its name within CONFIG_DIR */
  readonly file: string;
  /** where in it: an entry's id and a field, or a path of keys; '' for the file as a whole */
  readonly at: string;
  readonly problem: string;
};

/** One line for the log or the terminal. */
export function faultLine({ file, at, problem }: Fault): string {
  return [file, at, problem].filter((part) => part !== '').join(': ');
}

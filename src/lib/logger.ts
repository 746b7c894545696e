import { pino, type DestinationStream, type Logger as PinoLogger } from 'pino';

export type Logger = Pick<PinoLogger, 'debug' | 'info' | 'warn' | 'error' | 'fatal' | 'child' | 'flush'>;

/** Shapes that must not stand in a log, whoever put them there: [what to write instead, what to look for]. */
const shapes: readonly (readonly [string, RegExp])[] = [
  ['$1[hidden]', /((?<!\w)(?:access_token|appsecret|secret|token|password|signature|k)=)[^&\s"'\\]+/gi],
  ['$1[hidden]', /(\\{0,3}"(?:access_token|appsecret|secret|password)\\{0,3}"\s*:\s*\\{0,3}")[^"\\]+/gi],
  ['$1[hidden]', /((?:Bearer|Basic)\s+)[\w.~+/=-]{8,}/g],
  ['[email]', /[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}/g],
  ['[id card]', /(?<![\w-])\d{17}[\dXx](?![\w-])/g],
  ['[phone]', /(?<![\w-])(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?![\w-])/g],
  ['[card]', /(?<![\w-])\d{4}(?:[- ]?\d{4}){2}[- ]?\d{1,7}(?![\w-])/g],
  ['[openid]', /(?<![\w-])o[\w-]{27}(?![\w-])/g],
];

type Scrub = (text: string) => string;

/**
 * Takes secrets out of a text: the known ones by value (also as they look in an address), the rest by shape.
 *
 * @param secrets values that must never be seen; empty ones are passed over
 */
export function createScrub(secrets: readonly string[]): Scrub {
  // As it is, in an address, in JSON, and in JSON that is itself a string of JSON.
  const forms = secrets.flatMap((secret) => [
    secret,
    encodeURIComponent(secret),
    asInJson(secret),
    asInJson(asInJson(secret)),
  ]);
  const values = [...new Set(forms)].filter(Boolean);
  return (text) => {
    const without = values.reduce((rest, value) => rest.replaceAll(value, '[secret]'), text);
    return shapes.reduce((rest, [mark, shape]) => rest.replace(shape, mark), without);
  };
}

function scrubDeep(value: unknown, scrub: Scrub): unknown {
  if (typeof value === 'string') return scrub(value);
  if (typeof value === 'number') return scrubNumber(value, scrub);
  if (Array.isArray(value)) return value.map((item) => scrubDeep(item, scrub));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [scrub(key), scrubDeep(item, scrub)]));
}

/** A phone or card number is one as a number, too. */
function scrubNumber(value: number, scrub: Scrub): number | string {
  const text = String(value);
  const scrubbed = scrub(text);
  return scrubbed === text ? value : scrubbed;
}

/**
 * The one logger: a JSON line per fact, to stdout unless a destination is given.
 *
 * It works on the finished line, because redaction by path does not reach into an error's message, and libraries put
 * tokens there. It is the second guard: message texts and OpenIDs are not to be handed to it in the first place.
 */
export function createLogger(options: {
  readonly level: string;
  /** values that must never stand in a line: token, keys, passwords of this process */
  readonly secrets: readonly string[];
  readonly destination?: DestinationStream;
}): Logger {
  const scrub = createScrub(options.secrets);
  // Most lines have nothing to hide: only the others are taken apart, so that they stay JSON.
  const scrubLine = (line: string): string =>
    scrub(line) === line ? line : `${JSON.stringify(scrubDeep(JSON.parse(line), scrub))}\n`;
  const settings = {
    level: options.level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    hooks: { streamWrite: scrubLine },
  };
  return options.destination ? pino(settings, options.destination) : pino(settings);
}

function asInJson(secret: string): string {
  return JSON.stringify(secret).slice(1, -1);
}

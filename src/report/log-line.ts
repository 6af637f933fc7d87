import { clean } from '../text/clean.ts';
import { withoutSecrets } from '../text/without-secrets.ts';

export const logFormats = ['json', 'logfmt', 'text'] as const;
export const logLevels = ['debug', 'info', 'warn', 'error'] as const;

export type LogFormat = (typeof logFormats)[number];
export type LogLevel = (typeof logLevels)[number];

type Value = string | number | null | undefined;

/** One thing the daemon says. `text` is its sentence for people; fields that are undefined are left out, null is "there is none". */
export type LogEntry = {
  /** Wall ms. */
  readonly at: number;
  readonly level: LogLevel;
  readonly msg: string;
  readonly fields: Readonly<Record<string, Value>>;
  readonly text: string;
  /** Lines of a report that goes with it. */
  readonly lines?: readonly string[] | undefined;
};

/** An entry as one line, its line break included: foreign text cleaned, secrets of URLs left out. */
export function logLine(entry: LogEntry, format: LogFormat): string {
  return `${withoutSecrets(writers[format](entry))}\n`;
}

/** ★ The forms of a line. */
const writers: Readonly<Record<LogFormat, (entry: LogEntry) => string>> = {
  json: (entry) => JSON.stringify({ ...cleaned(entry), ...(entry.lines && { report: entry.lines.map(clean) }) }),
  logfmt: (entry) =>
    Object.entries({ ...cleaned(entry), ...(entry.lines && { report: entry.lines.map(clean).join(' | ') }) })
      .filter(([, value]) => value !== null)
      .map(([key, value]) => `${key}=${quoted(String(value))}`)
      .join(' '),
  text: ({ at, level, msg, text, lines = [] }) =>
    [
      `${timeOf(at)} ${level.toUpperCase().padEnd(5)} ${msg} ${clean(text)}`,
      ...lines.map((line) => `  ${clean(line)}`.trimEnd()),
    ].join('\n'),
};

function cleaned({ at, level, msg, fields }: LogEntry): Record<string, Exclude<Value, undefined>> {
  const line: Record<string, Exclude<Value, undefined>> = { time: timeOf(at), level, msg };
  for (const [key, value] of Object.entries(fields)) {
    if (value === undefined) continue;
    line[key] =
      typeof value === 'string' ? clean(value) : typeof value === 'number' && !Number.isFinite(value) ? null : value;
  }
  return line;
}

const timeOf = (at: number): string => new Date(at).toISOString();

const quoted = (text: string): string => (/^[^\s"=]+$/.test(text) ? text : JSON.stringify(text));

const unitMs: Readonly<Record<string, number>> = {
  ns: 1e-6,
  us: 1e-3,
  µs: 1e-3,
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
};
const part = /(\d+(?:\.\d*)?|\.\d+)(ns|us|\u00b5s|ms|s|m|h)/y;

/** The longest time that may be asked for, in ms: two of them still fit a timer, which beyond 24 days fires at once. */
export const longestMs = 12 * 24 * 3_600_000;

/** Milliseconds of a duration as etcdctl writes it (`2s`, `500ms`, `1m30s`); undefined when it is none. */
export function parseDuration(text: string): number | undefined {
  if (text === '0') return 0;
  let ms = 0;
  part.lastIndex = 0;
  while (part.lastIndex < text.length) {
    const match = part.exec(text);
    if (!match) return undefined;
    ms += Number(match[1]) * (unitMs[match[2] ?? ''] ?? Number.NaN);
  }
  return text === '' || !Number.isFinite(ms) ? undefined : ms;
}

/** Seconds of `60`, `0.5` or a duration with units; undefined when it is neither. */
export function parseSeconds(text: string): number | undefined {
  if (/^(\d+(\.\d*)?|\.\d+)$/.test(text)) return Number(text);
  const ms = parseDuration(text);
  return ms === undefined ? undefined : ms / 1000;
}

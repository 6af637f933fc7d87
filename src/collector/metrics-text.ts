import type { MetricSet, Shape } from '../model/metric-set.ts';
import { EtcdError } from './etcd-error.ts';
import { type Expectation, findSeries, isCut, type Line } from './metrics-scan.ts';
import { says, textIn } from './page-bytes.ts';
import { shapeOfPage } from './page-shape.ts';

/**
 * The wanted families of a page in the Prometheus text format. `previous` is the shape of the member's page before: it is given back
 * when the page has the same series, so that a sample holds only numbers.
 *
 * etcd lists every gRPC method with every status code, nearly all of them 0 for ever. Such zeros are left out but for the first
 * series of each code: a counter that is absent stands for 0, and what appears later has counted from there.
 *
 * Throws an EtcdError for what is no metrics page of etcd, and for a page that says one series twice.
 */
export function parseMetrics(page: Buffer, wanted: ReadonlySet<string>, previous?: Shape | undefined): MetricSet {
  rejectForeign(page);
  return (previous && refill(page, wanted, previous)) ?? read(page, wanted, previous);
}

/** The series of `previous` with today's numbers; undefined as soon as the page has others. */
function refill(page: Buffer, wanted: ReadonlySet<string>, previous: Shape): MetricSet | undefined {
  if (isCut(page)) return undefined;
  const { keys } = previous;
  const values = new Float64Array(keys.length);
  let filled = 0;
  const expected: Expectation = { key: keys[0], zeros: sparseFamily };
  for (const line of findSeries(page, wanted, expected)) {
    const { key } = expected;
    if (key !== undefined && line.keyEnd - line.start === key.length && says(page, key, line.start)) {
      values[filled] = valueIn(page, line);
      filled += 1;
      expected.key = keys[filled];
    } else if (!isZero(page, line) || !isSparse(line)) return undefined;
  }
  return filled === keys.length ? { shape: previous, values } : undefined;
}

function read(page: Buffer, wanted: ReadonlySet<string>, previous: Shape | undefined): MetricSet {
  const keys: string[] = [];
  const values: number[] = [];
  const seen = new Set<string>();
  const codes = new Set<string>();
  let cutFamily: string | undefined;
  for (const line of findSeries(page, wanted)) {
    if (line.cut) {
      cutFamily = line.family;
      continue;
    }
    const key = textIn(page, line.start, line.keyEnd);
    if (isSparse(line)) {
      const code = codeOf(key);
      if (codes.has(code) && isZero(page, line)) continue;
      codes.add(code);
    }
    if (seen.has(key)) throw new EtcdError('parse', `the page says ${shorten(key)} twice`);
    seen.add(key);
    keys.push(key);
    values.push(valueIn(page, line));
    if (keys.length > maxSeries) throw new EtcdError('too-large', `the page has more than ${maxSeries} series`);
  }
  // Half a family would read as counters that went down: it counts as absent.
  const whole = cutFamily === undefined ? undefined : wholeOnly(keys, values, cutFamily);
  const kept = whole ?? { keys, values };
  if (!kept.keys.some((key) => key.startsWith('etcd_'))) {
    throw new EtcdError('parse', 'a page of metrics, but none of them are those of etcd');
  }
  return { shape: shapeOfPage(kept.keys, previous), values: Float64Array.from(kept.values) };
}

const maxSeries = 200_000;
const sparseFamily = 'grpc_server_handled_total';

function rejectForeign(page: Buffer): void {
  const start = textIn(page, 0, 200).trimStart();
  if (start === '') throw new EtcdError('parse', 'the answer is empty: no metrics page');
  if (start.startsWith('<')) throw new EtcdError('parse', 'not a metrics page (HTML, perhaps of a proxy or a login)');
  if (/^\{\s*"[^"]*"\s*:/.test(start)) throw new EtcdError('parse', 'not a metrics page (JSON)');
}

/** Many series of which few ever count. */
function isSparse(line: Line): boolean {
  return line.family === sparseFamily;
}

function isZero(page: Buffer, { valueStart, end }: Line): boolean {
  return end - valueStart === 1 && page[valueStart] === 48;
}

function codeOf(key: string): string {
  return /grpc_code="([^"]*)"/.exec(key)?.[1] ?? '';
}

/** The number of a line; what is not finite is NaN, a timestamp or an exemplar after it is passed over. */
function valueIn(page: Buffer, { valueStart, end, start }: Line): number {
  if (end - valueStart === 1) {
    const digit = (page[valueStart] ?? 0) - 48;
    if (digit >= 0 && digit <= 9) return digit;
  }
  const text = textIn(page, valueStart, end);
  const match = number.exec(text);
  if (match === null) throw new EtcdError('parse', `not a metrics line: ${shorten(textIn(page, start, end))}`);
  const value = Number(match[1]);
  return Number.isFinite(value) ? value : Number.NaN;
}

const number =
  /^([+-]?(?:\d+\.?\d*(?:[eE][+-]?\d+)?|\.\d+(?:[eE][+-]?\d+)?|Inf(?:inity)?|NaN))(?:[ \t]+-?\d+(?:\.\d+)?)?(?:[ \t]+#.*|[ \t]*)$/i;

function wholeOnly(keys: readonly string[], values: readonly number[], cut: string) {
  const kept = keys.flatMap((key, index) => (belongsTo(key, cut) ? [] : [index]));
  return { keys: kept.map((index) => keys[index] ?? ''), values: kept.map((index) => values[index] ?? Number.NaN) };
}

function belongsTo(key: string, family: string): boolean {
  return key.startsWith(family) && /^(?:_bucket|_sum|_count)?(?:\{|$)/.test(key.slice(family.length));
}

function shorten(text: string): string {
  return text.length > 80 ? `${text.slice(0, 80)}...` : text;
}

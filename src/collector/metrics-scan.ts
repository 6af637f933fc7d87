import { EtcdError } from './etcd-error.ts';
import { says, textIn } from './page-bytes.ts';

/** Where one series stands in a page, as offsets. `family` is its base name; a `cut` line lacks its end. */
export type Line = {
  family: string;
  start: number;
  nameEnd: number;
  keyEnd: number;
  valueStart: number;
  end: number;
  cut: boolean;
};

/** Whether the last line lacks its end, as after a connection that closed early. */
export function isCut(page: Buffer): boolean {
  return page.at(-1) !== newline;
}

/** What a page is likely to say next, kept up by whoever reads it: such a line is taken, or left out, without being searched. */
export type Expectation = {
  key: string | undefined;
  /** The family whose zeros are not wanted. */
  readonly zeros: string;
};

/**
 * The lines of the wanted families, in page order; the one object that is yielded is reused. A family that is not wanted is jumped
 * over from its HELP or TYPE line to the next one, unread.
 */
export function* findSeries(
  page: Buffer,
  wanted: ReadonlySet<string>,
  expected?: Expectation | undefined,
): Generator<Line, void> {
  const line: Line = { family: '', start: 0, nameEnd: 0, keyEnd: 0, valueStart: 0, end: 0, cut: false };
  let at = 0;
  while (at < page.length) {
    if (page[at] === hash) {
      const declared = declaredFamily(page, at);
      if (declared !== undefined && !wanted.has(declared)) {
        const next = page.indexOf(comment, at);
        if (next < 0) return;
        at = next + 1;
        continue;
      }
      if (declared !== undefined) line.family = declared;
      at = afterLine(page, at);
      continue;
    }
    const newlineAt = page.indexOf(newline, at);
    const stop = newlineAt < 0 ? page.length : newlineAt;
    if (isExpected(page, at, stop, expected?.key, line) || isFound(page, at, stop, line, wanted, expected)) {
      line.cut = newlineAt < 0;
      yield line;
    }
    at = stop + 1;
  }
}

/** Bytes: searched for as text they would be encoded each time. */
const comment = Buffer.from('\n# ');
const hash = 35;
const newline = 10;
const space = 32;
const brace = 123;
const maxLine = 64 * 1024;
const suffixes = ['', '_bucket', '_count', '_sum'];

/** The family that a `# HELP` or `# TYPE` line speaks of; undefined for any other comment. */
function declaredFamily(page: Buffer, at: number): string | undefined {
  if (!says(page, '# HELP ', at) && !says(page, '# TYPE ', at)) return undefined;
  let end = at + 7;
  while (isNameCharacter(page[end])) end += 1;
  return textIn(page, at + 7, end);
}

/** Finds key and value of the line from `start` to `stop`; false for a blank line and for what cannot be a series. */
function locate(page: Buffer, start: number, stop: number, line: Line): boolean {
  if (stop - start > maxLine) throw new EtcdError('too-large', 'the page has a line of more than 64 KiB');
  let end = stop;
  while (end > start && isBlank(page[end - 1])) end -= 1;
  let nameEnd = start;
  while (isNameCharacter(page[nameEnd])) nameEnd += 1;
  if (nameEnd === start) return false;
  const keyEnd = page[nameEnd] === brace ? closingBrace(page, nameEnd, end) : nameEnd;
  let valueStart = keyEnd;
  while (valueStart < end && isBlank(page[valueStart])) valueStart += 1;
  line.start = start;
  line.nameEnd = nameEnd;
  line.keyEnd = keyEnd;
  line.valueStart = valueStart;
  line.end = end;
  return true;
}

function isFound(
  page: Buffer,
  start: number,
  stop: number,
  line: Line,
  wanted: ReadonlySet<string>,
  expected: Expectation | undefined,
): boolean {
  if (expected !== undefined && isZeroOf(page, start, stop, expected.zeros)) return false;
  return locate(page, start, stop, line) && (isOf(page, line) || adopt(page, wanted, line));
}

/** Whether the line is the key and, one blank behind it, a value; a key that was wanted once is wanted. */
function isExpected(page: Buffer, start: number, stop: number, key: string | undefined, line: Line): boolean {
  if (key === undefined || !says(page, key, start)) return false;
  const keyEnd = start + key.length;
  if (page[keyEnd] !== space || isBlank(page[keyEnd + 1])) return false;
  if (isBlank(page[stop - 1]) || stop - start > maxLine) return false;
  line.start = start;
  line.keyEnd = keyEnd;
  line.valueStart = keyEnd + 1;
  line.end = stop;
  return true;
}

/** Whether the line ends the labels of the family's series with a bare 0. */
function isZeroOf(page: Buffer, start: number, stop: number, family: string): boolean {
  return says(page, '} 0', stop - 3) && says(page, family, start) && page[start + family.length] === brace;
}

/** Just behind the brace that closes the labels; quotes and escapes are minded. */
function closingBrace(page: Buffer, open: number, end: number): number {
  let quoted = false;
  for (let at = open + 1; at < end; at += 1) {
    const code = page[at];
    if (code === 92 && quoted) at += 1;
    else if (code === 34) quoted = !quoted;
    else if (code === 125 && !quoted) return at + 1;
  }
  return end;
}

/** Whether the line belongs to the family declared above it. */
function isOf(page: Buffer, { family, start, nameEnd }: Line): boolean {
  if (family === '' || !says(page, family, start)) return false;
  const rest = nameEnd - start - family.length;
  return rest === 0 || suffixes.some((suffix) => suffix.length === rest && says(page, suffix, nameEnd - rest));
}

/** A series that no HELP or TYPE line announced: wanted by its own name or by that of its histogram. */
function adopt(page: Buffer, wanted: ReadonlySet<string>, line: Line): boolean {
  const name = textIn(page, line.start, line.nameEnd);
  const family = [name, name.replace(/_(?:bucket|count|sum)$/, '')].find((candidate) => wanted.has(candidate));
  if (family === undefined) return false;
  line.family = family;
  return true;
}

function afterLine(page: Buffer, at: number): number {
  const end = page.indexOf(newline, at);
  return end < 0 ? page.length : end + 1;
}

function isBlank(code = space): boolean {
  return code <= space;
}

function isNameCharacter(code = space): boolean {
  return (code >= 97 && code <= 122) || code === 95 || (code >= 65 && code <= 90) || (code >= 48 && code <= 58);
}

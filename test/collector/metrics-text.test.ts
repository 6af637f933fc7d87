import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { EtcdError } from '../../src/collector/etcd-error.ts';
import { parseMetrics } from '../../src/collector/metrics-text.ts';
import { histogramOf, type MetricSet, type Shape, seriesOf, sumOf } from '../../src/model/metric-set.ts';

const wanted = new Set(['etcd_a', 'etcd_h', 'grpc_server_handled_total', 'process_x']);
const parse = (page: string, previous?: Shape) => parseMetrics(Buffer.from(page), wanted, previous);
const entries = (set: MetricSet) => set.shape.keys.map((key, index) => [key, set.values[index]] as const);

describe('what a page may look like', () => {
  const cases: [name: string, page: string, expected: (readonly [string, number])[]][] = [
    ['plain', '# TYPE etcd_a gauge\netcd_a 1\n', [['etcd_a', 1]]],
    ['no comments at all', 'go_x 1\netcd_a 2\nother 3\n', [['etcd_a', 2]]],
    ['CRLF', '# TYPE etcd_a gauge\r\netcd_a{b="c"} 1.5\r\n', [['etcd_a{b="c"}', 1.5]]],
    [
      'unwanted families between',
      '# HELP go_x y\ngo_x 1\n# TYPE etcd_a gauge\netcd_a 2\n# TYPE zz gauge\nzz 3\n',
      [['etcd_a', 2]],
    ],
    [
      'a wanted family last but for an unwanted one',
      '# TYPE etcd_a gauge\netcd_a 2\n# TYPE zz gauge\nzz 3',
      [['etcd_a', 2]],
    ],
    [
      'HELP and TYPE twice',
      '# HELP etcd_a x\n# HELP etcd_a x\n# TYPE etcd_a gauge\n# TYPE etcd_a gauge\netcd_a 2\n',
      [['etcd_a', 2]],
    ],
    ['other comments and blank lines', '# a word\n\n# TYPE etcd_a gauge\n#\n\netcd_a 2\n', [['etcd_a', 2]]],
    ['a timestamp', 'etcd_a 2 1700000000000\n', [['etcd_a', 2]]],
    ['an exemplar', 'etcd_a{b="c"} 2 # {trace="x"} 0.5 1700000000.1\n', [['etcd_a{b="c"}', 2]]],
    ['tabs and trailing blanks', 'etcd_a\t 2 \t\n', [['etcd_a', 2]]],
    [
      'signs and exponents',
      'etcd_a{b="1"} +1e-3\netcd_a{b="2"} -2.5E+2\n',
      [
        ['etcd_a{b="1"}', 0.001],
        ['etcd_a{b="2"}', -250],
      ],
    ],
    [
      'what is not finite',
      'etcd_a{b="1"} NaN\netcd_a{b="2"} +Inf\netcd_a{b="3"} -Inf\netcd_a{b="4"} 1e309\n',
      [
        ['etcd_a{b="1"}', Number.NaN],
        ['etcd_a{b="2"}', Number.NaN],
        ['etcd_a{b="3"}', Number.NaN],
        ['etcd_a{b="4"}', Number.NaN],
      ],
    ],
    [
      'braces, quotes and spaces in labels',
      'etcd_a{b="} 7 \\" {",c="\\\\"} 2\n',
      [['etcd_a{b="} 7 \\" {",c="\\\\"}', 2]],
    ],
    ['quoted names of OpenMetrics', '{"a.b","x"="y"} 1\n{"etcd_a"} 3\netcd_a 2\n', [['etcd_a', 2]]],
    [
      'a name that only begins like a wanted one',
      '# TYPE etcd_a gauge\netcd_a 1\netcd_ab 2\netcd_a_total 3\n',
      [['etcd_a', 1]],
    ],
    [
      'a last line without its end',
      '# TYPE process_x gauge\nprocess_x 1\n# TYPE etcd_a gauge\netcd_a 1\n# TYPE etcd_b gauge\netcd_b 4',
      [
        ['process_x', 1],
        ['etcd_a', 1],
      ],
    ],
    ['lines that are no series', 'etcd_a 1\n<p>\n???\n', [['etcd_a', 1]]],
  ];
  test.each(cases)('%s', (_, page, expected) => {
    expect(entries(parse(page))).toEqual(expected);
  });

  test('a histogram keeps its three parts and is read from them', () => {
    const set = parse(
      '# TYPE etcd_h histogram\netcd_h_bucket{le="0.1"} 3\netcd_h_bucket{le="+Inf"} 4\netcd_h_sum 0.5\netcd_h_count 4\n',
    );
    expect(histogramOf(set, 'etcd_h')).toEqual({
      bounds: [0.1, Number.POSITIVE_INFINITY],
      counts: [3, 4],
      sum: 0.5,
      count: 4,
    });
  });

  test('a family that is cut in the middle counts as absent, the ones before it stay', () => {
    const set = parse(
      '# TYPE etcd_a gauge\netcd_a 1\n# TYPE etcd_h histogram\netcd_h_bucket{le="0.1"} 3\netcd_h_bucket{le="+In',
    );
    expect(entries(set)).toEqual([['etcd_a', 1]]);
  });
});

describe('what is refused, in words', () => {
  const cases: [name: string, page: string, kind: string, words: RegExp][] = [
    ['nothing', '', 'parse', /empty/],
    ['only blanks', '\n \n', 'parse', /empty/],
    ['an HTML page', '<!DOCTYPE html><html><body>Sign in</body></html>', 'parse', /not a metrics page \(HTML/],
    ['JSON', '{"health":"true"}', 'parse', /JSON/],
    ['metrics of something else', '# TYPE go_x gauge\ngo_x 1\n', 'parse', /none of them are those of etcd/],
    ['garbage', 'lorem ipsum\n\u0000\u0001\u0002\n', 'parse', /none of them/],
    ['a series said twice', 'etcd_a{b="c"} 1\netcd_a{b="c"} 2\n', 'parse', /etcd_a\{b="c"\} twice/],
    ['a value that is no number', 'etcd_a banana\n', 'parse', /not a metrics line: etcd_a banana/],
    ['a value that only JavaScript reads', 'etcd_a 0x10\n', 'parse', /not a metrics line/],
    ['no value', 'etcd_a\n', 'parse', /not a metrics line/],
    ['labels that do not close', 'etcd_a{b="c 1\n', 'parse', /not a metrics line/],
    ['labels that are none', 'etcd_a{b=c} 1\n', 'parse', /not a metrics line/],
    ['a line without end', `etcd_a{b="${'x'.repeat(70_000)}"} 1\n`, 'too-large', /64 KiB/],
    ['a million labels', `etcd_a{${'a="b",'.repeat(1_000_000)}} 1\n`, 'too-large', /64 KiB/],
    [
      'too many series',
      Array.from({ length: 200_002 }, (_, n) => `etcd_a{n="${n}"} 1\n`).join(''),
      'too-large',
      /200000 series/,
    ],
  ];
  test.each(cases)('%s', (_, page, kind, words) => {
    expect(() => parse(page)).toThrow(expect.objectContaining({ kind, message: expect.stringMatching(words) }));
  });

  test('whatever arrives, it is read or refused, never anything else', () => {
    const piece = fc.constantFrom(
      'etcd_a',
      'etcd_h_bucket',
      '{',
      '}',
      '"',
      '\\',
      'le="1"',
      ' ',
      '\n',
      '\r\n',
      '1',
      'NaN',
      '# TYPE etcd_h histogram',
      '# HELP zz',
      '\u0000',
      '9e999',
      '\u{1f4a9}',
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(piece, fc.string()), { maxLength: 60 }), (pieces) => {
        const page = `etcd_a{first="1"} 1\n${pieces.join('')}`;
        try {
          const set = parse(page);
          expect(set.values).toHaveLength(set.shape.keys.length);
        } catch (error) {
          expect(error).toBeInstanceOf(EtcdError);
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe('pages that come again', () => {
  test('share one shape while the series are the same', () => {
    const first = parse('etcd_a{b="1"} 1\netcd_a{b="2"} 2\n');
    const second = parse('etcd_a{b="1"} 10\netcd_a{b="2"} 20\n', first.shape);
    expect(second.shape).toBe(first.shape);
    expect([...second.values]).toEqual([10, 20]);
  });

  test('share it whatever letters their labels have', () => {
    const first = parse('etcd_a{b="é"} 1\netcd_a{b="木"} 2\n');
    const second = parse('etcd_a{b="é"} 10\netcd_a{b="木"} 20\n', first.shape);
    expect(second.shape).toBe(first.shape);
    expect(entries(second)).toEqual([
      ['etcd_a{b="é"}', 10],
      ['etcd_a{b="木"}', 20],
    ]);
  });

  test.each([
    ['one more', 'etcd_a{b="1"} 1\netcd_a{b="2"} 2\netcd_a{b="3"} 3\n'],
    ['one less', 'etcd_a{b="1"} 1\n'],
    ['another label', 'etcd_a{b="1"} 1\netcd_a{b="x"} 2\n'],
    ['another order', 'etcd_a{b="2"} 2\netcd_a{b="1"} 1\n'],
    ['a longer key with the same beginning', 'etcd_a{b="1"} 1\netcd_a{b="2"}x 2\n'.replace('}x', ',c="d"}')],
  ])('get a new shape for %s', (_, page) => {
    const first = parse('etcd_a{b="1"} 1\netcd_a{b="2"} 2\n');
    const second = parse(page, first.shape);
    expect(second.shape).not.toBe(first.shape);
    expect(entries(second)).toEqual(entries(parse(page)));
  });

  test('say what a fresh reading says, for any pages (property)', () => {
    const page = fc
      .uniqueArray(fc.tuple(fc.integer({ min: 0, max: 12 }), fc.integer({ min: 0, max: 3 })), {
        selector: ([n]) => n,
        minLength: 1,
      })
      .map((series) => series.map(([n, value]) => `etcd_a{n="${n}"} ${value}\n`).join(''));
    fc.assert(
      fc.property(page, page, (before, after) => {
        expect(entries(parse(after, parse(before).shape))).toEqual(entries(parse(after)));
      }),
    );
  });
});

describe('the gRPC counters that never count', () => {
  const handled = (codes: Record<string, number>) =>
    `etcd_a 1\n${Object.entries(codes)
      .map(([key, value]) => `grpc_server_handled_total{grpc_code="${key[0]}",grpc_method="${key[1]}"} ${value}\n`)
      .join('')}`;
  const where = { grpc_code: 'B' };

  test('are left out but for the first of each code, so that a sum of nothing is 0 and not unknown', () => {
    const set = parse(handled({ A1: 0, A2: 5, A3: 0, B1: 0, B2: 0 }));
    expect(seriesOf(set, 'grpc_server_handled_total').map(({ value }) => value)).toEqual([0, 5, 0]);
    expect(sumOf(set, 'grpc_server_handled_total', where)).toBe(0);
  });

  test('come in when they count, and their increase is the whole value', () => {
    const before = parse(handled({ A1: 0, A2: 5, B1: 0, B2: 0 }));
    const same = parse(handled({ A1: 0, A2: 6, B1: 0, B2: 0 }), before.shape);
    expect(same.shape).toBe(before.shape);
    const after = parse(handled({ A1: 0, A2: 6, B1: 0, B2: 3 }), same.shape);
    expect(sumOf(after, 'grpc_server_handled_total', where)).toBe(3);
  });
});

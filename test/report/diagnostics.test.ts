import { describe, expect, test } from 'vitest';
import { diagnostics } from '../../src/diagnostics/diagnostics.ts';
import { judge, judgeLevels } from '../../src/model/verdict.ts';
import { diagnosticJson } from '../../src/report/diagnostic-json.ts';
import { diagnosticList, diagnosticText } from '../../src/report/diagnostic-text.ts';
import { unmeasuredJson, unmeasuredText } from '../../src/report/unmeasured.ts';
import { checkReportShape } from './check-shape.ts';
import { healthyView, lastView, troubledView } from './views.ts';

const result = {
  id: 'health',
  verdict: 'critical' as const,
  summary: 'm2\x1b[2J: not healthy',
  table: {
    columns: ['MEMBER', 'READ'],
    rows: [
      ['m1', '4 ms'],
      ['m2\r', '-'],
    ],
  },
  notes: ['a note'],
  data: [{ seconds: 0.004 }],
};

describe('a result', () => {
  test('as text is verdict, evidence and notes, cleaned', () => {
    expect(diagnosticText(result)).toBe(
      'CRIT health: m2\\x1b[2J: not healthy\nMEMBER  READ\nm1      4 ms\nm2\\x0d     -\n- a note\n',
    );
  });

  test('as JSON holds the numbers', () => {
    expect(JSON.parse(diagnosticJson([result], 0, 1))).toMatchObject({
      schema: 'etcdoc.diagnose/v1',
      at: '1970-01-01T00:00:00.000Z',
      exitCode: 1,
      results: [{ id: 'health', verdict: 'critical', data: [{ seconds: 0.004 }] }],
    });
  });

  test('list names each diagnostic once', () => {
    for (const { id } of diagnostics)
      expect(
        diagnosticList(diagnostics)
          .split(`\n`)
          .filter((line) => line.startsWith(`${id} `)),
      ).toHaveLength(1);
  });
});

describe('the verdict', () => {
  test('of views', () => {
    expect(judge(healthyView())).toEqual({ verdict: 'healthy', exitCode: 0 });
    expect(judge(troubledView())).toEqual({ verdict: 'unhealthy', exitCode: 1 });
    expect(judge(undefined)).toEqual({ verdict: 'unknown', exitCode: 3 });
    expect(judge(lastView(() => ({ a: { status: false } })))).toEqual({ verdict: 'unknown', exitCode: 3 });
    const findings = healthyView().findings.concat(
      troubledView().findings.filter(({ severity }) => severity === 'warning'),
    );
    expect(findings.length).toBeGreaterThan(0);
    expect(judge({ ...healthyView(), findings })).toEqual({ verdict: 'degraded', exitCode: 0 });
    expect(judge({ ...healthyView(), findings }, 'warning')).toEqual({ verdict: 'degraded', exitCode: 1 });
  });

  test.each([
    [['ok', 'warning'] as const, 'critical' as const, 0],
    [['ok', 'warning'] as const, 'warning' as const, 1],
    [['unknown', 'critical'] as const, 'critical' as const, 1],
    [['unknown', 'unknown'] as const, 'critical' as const, 3],
    [['unknown', 'ok'] as const, 'warning' as const, 0],
  ])('of diagnostics %j, failing on %s, is %i', (levels, failOn, code) =>
    expect(judgeLevels(levels, failOn)).toBe(code),
  );
});

test('a check without a sample still keeps the schema', () => {
  const from = { etcdoc: '1.2.3', host: 'h', asked: ['http://a:2379'], recorded: false, samples: 0, rules: 'etcdoc' };
  expect(checkReportShape(JSON.parse(unmeasuredJson({ at: 0, windowSeconds: 5, from })))).toEqual([]);
  expect(unmeasuredText({ at: 0, windowSeconds: 5, from })).toBe(
    'UNKNOWN: no sample came in time from http://a:2379\n1970-01-01T00:00:00Z  etcdoc 1.2.3 on h: asked http://a:2379, 0 samples, window 5 s\n',
  );
  const recorded = { ...from, asked: ['x.ndjson'], recorded: true };
  expect(unmeasuredText({ at: 0, windowSeconds: 5, from: recorded })).toMatch(/^UNKNOWN: x.ndjson holds no sample\n/);
});

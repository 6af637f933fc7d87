import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { json } from '../../src/report/json.ts';
import { checkV1JsonSchema } from '../../src/report/schema/check-v1.ts';
import { checkReportShape, published, publishedProblems } from './check-shape.ts';
import { troubledView } from './views.ts';

const from = { etcdoc: '1.2.3', host: 'cp-1', asked: ['http://a:2379'], recorded: false, samples: 2, rules: 'etcdoc' };
const report = JSON.parse(json.open({ failOn: 'critical', from })(troubledView()));
const [member] = report.members;

describe('the published schema', () => {
  test('is that of the program: npm run schema', () => expect(published).toEqual(checkV1JsonSchema()));

  test('is in the package', () => {
    const { files } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
    expect(files).toContain('schema');
  });

  test('holds of a report', () => expect(checkReportShape(report)).toEqual([]));

  test.each([
    ['an id that is a number', { cluster: { ...report.cluster, id: 9 } }, 'cluster.id'],
    ['a term that is a number', { cluster: { ...report.cluster, term: 2 } }, 'cluster.term'],
    ['a verdict nobody knows', { verdict: 'fine' }, 'verdict'],
    ['an exit code that is none', { exitCode: 2 }, 'exitCode'],
    [
      'a reading without value',
      { members: [{ ...member, readings: { keys: { unit: 'count', level: 'ok' } } }] },
      'members',
    ],
    ['a finding with a value in words', { findings: [{ ...report.findings[0], value: '3 ms' }] }, 'findings.0.value'],
    ['no causes', { causes: undefined }, 'causes'],
    ['a moment without its zone', { at: '2026-11-21 14:00' }, 'at'],
  ])('does not hold of %s', (_, fault, path) => {
    expect(publishedProblems({ ...report, ...fault }).join('\n')).toContain(path);
  });

  test('allows what later releases add, which the tests do not', () => {
    expect(publishedProblems({ ...report, added: 1 })).toEqual([]);
    expect(checkReportShape({ ...report, added: 1 })).not.toEqual([]);
    expect(checkReportShape({ ...report, findings: [{ ...report.findings[0], check: 'made-up' }] })).toEqual([
      'made-up: no such name',
    ]);
  });
});

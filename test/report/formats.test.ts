import { describe, expect, test } from 'vitest';
import { metricIds, registry } from '../../src/model/registry.ts';
import { checkText } from '../../src/report/check-text.ts';
import { formats } from '../../src/report/formats.ts';
import { width } from '../../src/text/width.ts';
import { checkReportShape } from './check-shape.ts';
import { healthyView, lastView, troubledView } from './views.ts';

const print = (id: string) => {
  const format = [...formats, checkText].find((one) => one.id === id);
  if (!format) throw new Error(`no format ${id}`);
  return format.open({ failOn: 'critical' });
};

describe.each(['table', 'text', 'line', 'csv', 'json', 'ndjson'])('%s', (id) => {
  test('never carries what a terminal would obey', () => {
    const unkind = '\x1b]0;x\x07\u202e\u200b\u009b31m\r';
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be there
    expect(print(id)(troubledView(unkind))).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b\u202e]/);
  });
});

describe.each(['table', 'text'])('%s', (id) => {
  test.each([
    ['healthy', healthyView()],
    ['troubled', troubledView()],
  ])('of a %s cluster', async (name, view) => {
    await expect(print(id)(view)).toMatchFileSnapshot(`../goldens/report/${id}-${name}.txt`);
  });

  test('keeps to 80 columns', () => {
    const view = troubledView('a-very-long-member-name-of-more-than-forty-columns');
    const lines = print(id)(view).split('\n');
    expect(lines.filter((line) => width(line) > 80)).toEqual([]);
    expect(lines.length).toBeGreaterThan(6);
  });
});

test('maintenance names the commands of the distribution', () => {
  const firstOf = (distribution?: string) => {
    const json = formats.find(({ id }) => id === 'json')?.open({ failOn: 'critical', distribution });
    const { maintenance } = JSON.parse(json?.(healthyView()) ?? '');
    return maintenance.flatMap(({ first }: { first: readonly string[] }) => first).join('\n');
  };
  expect(firstOf()).toMatch(/^etcdctl .*move-leader/);
  expect(firstOf('kubeadm')).toMatch(/^kubectl .*move-leader/);
});

describe('line', () => {
  test('is one line', () => expect(print('line')(troubledView())).toMatch(/^[0-9a-f]{8} 2\/3 OK .*\n$/));
});

describe('csv', () => {
  test('has its header once, a row per member and sample, and all metrics unshortened', () => {
    const next = print('csv');
    const first = next(healthyView()).trimEnd().split('\n');
    const second = next(healthyView()).trimEnd().split('\n');
    expect(first).toHaveLength(4);
    expect(second).toHaveLength(3);
    const header = first[0]?.split(',') ?? [];
    expect(header.slice(-metricIds.length)).toEqual(metricIds);
    const row = first[1]?.split(',') ?? [];
    expect(row).toHaveLength(header.length);
    expect(row[header.indexOf('quotaBytes')]).toBe(String(2048 * 1024 * 1024));
    expect(row[header.indexOf('cpuCores')]).toBe('0.25');
    expect(row[header.indexOf('watchers')]).toBe('');
  });

  test('quotes names with commas and quotes', () => {
    expect(print('csv')(troubledView('b,"x"'))).toContain(',"b,""x""",');
  });
});

describe('the check schema', () => {
  const troubled = JSON.parse(print('json')(troubledView()));

  test('is kept, whole', () => {
    expect(checkReportShape(troubled)).toEqual([]);
    expect(checkReportShape(JSON.parse(print('json')(healthyView())))).toEqual([]);
    expect(checkReportShape(JSON.parse(print('ndjson')(lastView(() => ({})))))).toEqual([]);
  });

  test('is seen broken by this very test', () => {
    expect(checkReportShape({ ...troubled, verdict: 'fine' })).not.toEqual([]);
    expect(checkReportShape({ ...troubled, cluster: { ...troubled.cluster, term: 2 } })).not.toEqual([]);
  });

  test('tells the verdict, ids as text, unknown as null with a reason', () => {
    expect(troubled).toMatchObject({ schema: 'etcdoc.check/v1', verdict: 'unhealthy', exitCode: 1, windowSeconds: 60 });
    expect(troubled.cluster).toMatchObject({
      id: 'cdf818194e3a8c32',
      members: 3,
      voters: 3,
      reachable: 2,
      quorum: 2,
      canLose: 0,
    });
    const down = troubled.members.find((member: { source: string }) => member.source === 'down');
    expect(down.readings.walFsyncP99).toEqual({ value: null, unit: 'seconds', level: 'unknown', unknown: 'down' });
    expect(Object.keys(down.readings)).toEqual(Object.keys(registry));
    expect(troubled.findings[0]).toMatchObject({ check: 'member-down', severity: 'critical', subject: 'c' });
  });

  test('is one line in ndjson', () => {
    expect(print('ndjson')(troubledView()).indexOf('\n')).toBe(print('ndjson')(troubledView()).length - 1);
  });

  test('gives foreign text back unchanged to parsers', () => {
    const names = troubled.members.map((member: { name: string }) => member.name);
    expect(names).toContain('b\x1b[2Jb');
  });
});

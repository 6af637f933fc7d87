import { describe, expect, test } from 'vitest';
import { openMemberPage } from '../../src/collector/member-page.ts';
import { type Expected, readMemberPage } from '../../src/collector/member-page-read.ts';
import { wantedFamilies } from '../../src/model/registry.ts';
import type { ClusterSample, MemberSample } from '../../src/model/sample.ts';
import { clusterId, daemonSample, memberId, set } from './member-pages.ts';

const expected: Expected = { memberId, clusterId, host: '10.0.0.11:8080' };

/** The page after these samples, asked for at `now`. */
function pageOf(samples: readonly ClusterSample[], now = 1e9, localId: string | undefined = memberId): string {
  const page = openMemberPage(() => now);
  for (const sample of samples) page.take(sample, localId);
  return page.text() ?? 'nothing';
}

const changed = (change: (page: Record<string, never>) => unknown) => {
  const page = JSON.parse(pageOf([daemonSample(0)]));
  return JSON.stringify(change(page) ?? page);
};
const failure = (text: string, whose: Partial<Expected> = {}) => {
  try {
    readMemberPage(text, { ...expected, ...whose });
  } catch (error) {
    return { kind: (error as { kind: string }).kind, text: (error as Error).message };
  }
  return undefined;
};

describe('the page', () => {
  test('gives back what was sampled, number for number', () => {
    const said = readMemberPage(pageOf([daemonSample(0), daemonSample(15_000)], 21_000), expected);
    expect(said).toMatchObject({ mono: 21_000, samples: [{ mono: 0 }, { mono: 15_000, everySeconds: 15 }] });
    const metrics = said.samples[1]?.member.metrics;
    expect(metrics?.set.shape.keys).toEqual(set.shape.keys);
    expect(metrics?.set.values).toEqual(set.values);
    expect(metrics).toMatchObject({ from: 'http://127.0.0.1:2381/metrics', mono: 15_005, bytes: 190_000 });
  });

  test('shares the shape that the reader knows, and the one of its two samples', () => {
    const { samples } = readMemberPage(pageOf([daemonSample(0), daemonSample(15_000)]), {
      ...expected,
      shape: set.shape,
    });
    expect(samples.map(({ member }) => member.metrics?.set.shape === set.shape)).toEqual([true, true]);
  });

  test('tells its age when it is asked, and who gives it', () => {
    const page = openMemberPage(() => 42_000);
    page.take(daemonSample(30_000), memberId);
    const { etcdoc, ageSeconds, mono, instance } = JSON.parse(page.text() ?? '');
    expect({ etcdoc, ageSeconds, mono }).toEqual({ etcdoc: 'etcdoc/member/v1', ageSeconds: 12, mono: 42_000 });
    expect(instance).not.toBe(JSON.parse(pageOf([daemonSample(0)])).instance);
  });

  test('is nothing before the first sample, and while the member on this host is not known', () => {
    expect(openMemberPage().text()).toBeUndefined();
    expect(pageOf([daemonSample(0)], 0, 'ff')).toBe('nothing');
    const page = openMemberPage();
    page.take(daemonSample(0), undefined);
    expect(page.text()).toBeUndefined();
  });

  test('leaves out a sample before a break, and one without metrics', () => {
    const monos = (...samples: ClusterSample[]) =>
      readMemberPage(pageOf(samples), expected).samples.map((one) => one.mono);
    expect(monos(daemonSample(0), daemonSample(15_000), daemonSample(30_000))).toEqual([15_000, 30_000]);
    expect(monos(daemonSample(0), daemonSample(900_000))).toEqual([900_000]);
    expect(monos(daemonSample(0, { metrics: undefined }), daemonSample(15_000))).toEqual([15_000]);
  });

  test('never hands on what another daemon said', () => {
    const { metrics } = daemonSample(0).members[0] as MemberSample;
    const relay = { from: 'http://127.0.0.1:2381/metrics', everySeconds: 15 };
    const page = pageOf([daemonSample(0, { metrics: metrics && { ...metrics, relay } })]);
    const [sample] = readMemberPage(page, expected).samples;
    expect(sample?.member.metrics).toBeUndefined();
    expect(sample?.member.metricsError?.text).toContain('from another daemon');
  });
});

describe('nothing secret is on the page', () => {
  test('only the member on this host, only wanted families, and no note, path or certificate', () => {
    const text = pageOf([daemonSample(0)]);
    const page = JSON.parse(text);
    expect(page.samples[0].members.map(({ id }: { id: string }) => id)).toEqual([memberId]);
    expect(text).not.toMatch(/\/etc\/|10\.0\.0\.19|a note of a person|BEGIN|Bearer|password/);
    const families = (page.shapes as string[][]).flat().map((key) => key.replace(/\{.*/, ''));
    const wanted = families.filter(
      (name) => wantedFamilies.has(name) || wantedFamilies.has(name.replace(/_(bucket|sum|count)$/, '')),
    );
    expect(wanted).toEqual(families);
    expect(Object.keys(page.samples[0]).sort()).toEqual([
      'at',
      'clusterId',
      'endpoints',
      'intervalSeconds',
      'members',
      'mono',
    ]);
    expect(page.samples[0].endpoints).toEqual([]);
  });

  test('no user, password or token in an address, wherever it stands', () => {
    const secret = 'https://root:hunter2@10.0.0.11:2381/metrics?token=hunter2';
    const { metrics } = daemonSample(0).members[0] as MemberSample;
    const text = pageOf([
      daemonSample(0, {
        endpoint: secret,
        clientUrls: [secret],
        metrics: metrics && { ...metrics, from: secret },
        statusError: { kind: 'other', text: `${secret} answered HTTP 500` },
      }),
    ]);
    expect(text).not.toContain('hunter2');
    expect(readMemberPage(text, expected).samples[0]?.member.metrics?.from).toContain('https://10.0.0.11:2381/metrics');
  });
});

describe('a page that is not what it should be is one named error', () => {
  const wide = Array.from({ length: 20_001 }, (_, index) => `etcd_x{a="${index}"}`);
  test.each<[string, string, string, RegExp]>([
    ['of another member', pageOf([daemonSample(0)], 1e9, '2'), 'other', /beside another member \(2\)/],
    ['HTML', '<html>login</html>', 'parse', /10\.0\.0\.11:8080 gave no page of an etcdoc daemon$/],
    ['null', 'null', 'parse', /gave no page of an etcdoc daemon/],
    ['JSON of something else', '{"members":[]}', 'parse', /gave no page of an etcdoc daemon/],
    ['a later format', '{"etcdoc":"etcdoc/member/v9"}', 'parse', /of another release \(etcdoc\/member\/v9\)/],
    ['cut short', pageOf([daemonSample(0)]).slice(0, -50), 'parse', /gave no page/],
    ['nested without end', '['.repeat(500_000), 'parse', /gave no page/],
    ['nested deep and whole', `${'['.repeat(100_000)}${']'.repeat(100_000)}`, 'parse', /gave no page/],
    ['without samples', changed((page) => ({ ...page, samples: [] })), 'parse', /gave no page/],
    ['with too many series', changed((page) => ({ ...page, shapes: [wide] })), 'parse', /gave no page/],
    ['with values and no series', changed((page) => ({ ...page, shapes: [[]] })), 'parse', /values without series/],
    [
      'with a malformed series',
      changed((page) => ({ ...page, shapes: [['x{'], ...[page.shapes].flat()] })),
      'parse',
      /not a metrics line/,
    ],
    ['from the future', pageOf([daemonSample(5_000)], 4_000), 'parse', /a sample later than its answer/],
    ['with a text for a number', changed((page) => ({ ...page, mono: 'soon' })), 'parse', /gave no page/],
    [
      'with a number beyond all',
      pageOf([daemonSample(0)]).replace('"mono":1000000000', '"mono":1e999'),
      'parse',
      /gave no page/,
    ],
  ])('%s', (_, text, kind, words) => expect(failure(text)).toEqual({ kind, text: expect.stringMatching(words) }));

  test('but a daemon that reads metrics alone need not know the cluster', () => {
    const { clusterId: _, ...alone } = daemonSample(0);
    expect(failure(pageOf([alone]))).toBeUndefined();
  });

  test('of another cluster', () => {
    expect(failure(pageOf([daemonSample(0)]), { clusterId: 'c2' })).toEqual({
      kind: 'cluster-mismatch',
      text: expect.stringContaining(`watches another cluster (${clusterId})`),
    });
  });
});

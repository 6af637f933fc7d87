import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { metricIds, registry } from '../../src/model/registry.ts';
import type { ClusterView } from '../../src/model/view.ts';
import { writeExposition } from '../../src/report/exposition.ts';
import { counter, gauge } from '../../src/report/exposition-family.ts';
import { wantedFormat } from '../../src/report/exposition-format.ts';
import { metricName } from '../../src/report/exposition-names.ts';
import { viewFamilies } from '../../src/report/exposition-view.ts';
import { idOf } from '../model/samples.ts';
import { openMetricsFaults, seriesOf } from './exposition-lines.ts';
import { healthyView, lastView, troubledView } from './views.ts';

const exposed = async (view: ClusterView, options = {}) =>
  seriesOf(await writeExposition(viewFamilies(view, options), 'text'));
const of = (name: string) => `{member="${name}",member_id="${idOf(name)}"}`;

describe('the name of a metric', () => {
  test.each([
    ['walFsyncP99', 'etcdoc_wal_fsync_p99_seconds'],
    ['dbSizeBytes', 'etcdoc_db_size_bytes'],
    ['dbGrowthBytesPerSecond', 'etcdoc_db_growth_bytes_per_second'],
    ['secondsToQuota', 'etcdoc_time_to_quota_seconds'],
    ['raftIndexLag', 'etcdoc_raft_index_lag_entries'],
    ['quotaUsedRatio', 'etcdoc_quota_used_ratio'],
    ['cpuCores', 'etcdoc_cpu_cores'],
    ['keys', 'etcdoc_keys'],
  ] as const)('%s is %s', (id, name) => expect(metricName(id)).toBe(name));

  test('is one of its own among all that is exported', () => {
    const names = [...viewFamilies(healthyView())].map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    for (const id of metricIds) expect(names).toContain(metricName(id));
  });
});

describe('a view as metrics', () => {
  test('has every known number of every member exactly, and no series for what is unknown', async () => {
    const view = healthyView();
    const series = await exposed(view);
    let known = 0;
    for (const { id, label, readings } of view.members) {
      for (const metric of metricIds) {
        const { value } = readings[metric];
        expect(series.get(`${metricName(metric)}{member="${label}",member_id="${id}"}`), metric).toBe(value);
        if (value !== undefined) known += 1;
      }
    }
    expect(known).toBeGreaterThan(20);
  });

  test('has nothing but its absence of a member that does not answer', async () => {
    const series = await exposed(troubledView());
    const ofC = [...series].filter(([key]) => key.includes('member="c"'));
    expect(ofC).toContainEqual([`etcdoc_up${of('c')}`, 0]);
    const names = new Set(ofC.map(([key]) => key.split('{')[0]));
    expect([...names].sort()).toEqual([
      'etcdoc_cause_active',
      'etcdoc_check_blind',
      'etcdoc_finding_active',
      'etcdoc_member_access',
      'etcdoc_member_level',
      'etcdoc_up',
    ]);
    expect(series.get(`etcdoc_up${of('a')}`)).toBe(1);
    expect(series.get('etcdoc_quorum_voters')).toBe(3);
    expect(series.get('etcdoc_quorum_healthy_voters')).toBe(2);
    expect(series.get('etcdoc_quorum_needed_voters')).toBe(2);
    expect(series.get('etcdoc_quorum_can_lose_voters')).toBe(0);
    expect(series.get('etcdoc_verdict{verdict="unhealthy"}')).toBe(1);
    expect(series.get('etcdoc_verdict{verdict="healthy"}')).toBe(0);
  });

  test('knows neither quorum nor leader when nobody answers', async () => {
    const series = await exposed(lastView(() => ({ a: { status: false }, b: { status: false } })));
    const names = [...series.keys()].join('\n');
    for (const unknown of ['etcdoc_has_leader', 'etcdoc_quorum_healthy_voters', 'etcdoc_quorum_can_lose_voters'])
      expect(names).not.toContain(unknown);
    expect(series.get('etcdoc_verdict{verdict="unknown"}')).toBe(1);
  });

  test('that is too old says only that nobody answers', async () => {
    expect([...(await exposed(healthyView(), { silent: true }))]).toEqual(
      ['a', 'b', 'c'].map((name) => [`etcdoc_up${of(name)}`, 0]),
    );
  });

  test('has the round trip of each pair', async () => {
    const to = (name: string) => `etcd_network_peer_round_trip_time_seconds{To="${idOf(name)}"}`;
    const view = lastView((seconds) => ({ a: { page: { [to('b')]: { 0.1: seconds, Infinity: 0 } } }, b: {} }));
    const value = view.rtt[idOf('a')]?.[idOf('b')]?.value;
    const key = `etcdoc_peer_pair_rtt_p99_seconds{member="a",member_id="${idOf('a')}",peer="b",peer_id="${idOf('b')}"}`;
    expect(value).toBeGreaterThan(0);
    expect((await exposed(view)).get(key)).toBe(value);
  });

  test('shows no secret of an endpoint', async () => {
    const view: ClusterView = {
      ...healthyView(),
      endpoints: [{ endpoint: 'https://user:pass@x:2379/?token=t', error: { kind: 'refused', text: '' } }],
    };
    const keys = [...(await exposed(view)).keys()].filter((key) => key.startsWith('etcdoc_endpoint_error'));
    expect(keys).toEqual(['etcdoc_endpoint_error{endpoint="https://x:2379/?...",kind="refused"}']);
  });
});

describe('both formats', () => {
  test('hold what names may hold, each series on a line of its own', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 300 }), fc.double(), async (text, value) => {
        const families = [
          gauge('etcdoc_a', 'A "help" with a \\ in it.', [
            [{ member: text, member_id: '1' }, value],
            [{ member: text, member_id: '2' }, 2],
          ]),
          counter('etcdoc_b_total', 'B.', [[{ kind: text }, 1]]),
        ];
        expect(openMetricsFaults(await writeExposition(families, 'openmetrics'))).toEqual([]);
        const plain = await writeExposition(families, 'text');
        expect(seriesOf(plain).size).toBe(Number.isFinite(value) ? 3 : 2);
        // biome-ignore lint/suspicious/noControlCharactersInRegex: what must not come through
        expect(plain).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\ud800-\udfff]/u);
        for (const line of plain.split('\n')) expect(line.length).toBeLessThan(500);
      }),
      { numRuns: 150 },
    );
  });

  test('leave out a family without series, and have no 0 for it', async () => {
    const families = [gauge('etcdoc_a', 'A.', []), gauge('etcdoc_b', 'B.', [[{}, undefined]])];
    expect((await writeExposition(families, 'text')).trim()).toBe('');
  });

  test.each(['healthy', 'troubled'])('are OpenMetrics for a %s cluster', async (state) => {
    const view = state === 'healthy' ? healthyView() : troubledView('"\\\n} 1\nx{');
    expect(openMetricsFaults(await writeExposition(viewFamilies(view), 'openmetrics'))).toEqual([]);
  });

  test('are chosen by what is accepted', () => {
    const prometheus =
      'application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,text/plain;version=0.0.4;q=0.5,*/*;q=0.1';
    expect(wantedFormat(prometheus)).toBe('openmetrics');
    expect(wantedFormat('application/openmetrics-text')).toBe('openmetrics');
    for (const accept of [
      undefined,
      '',
      '*/*',
      'text/html',
      'application/openmetrics-text;version=2.0.0',
      'application/openmetrics-text;q=0.1,text/plain',
      'application/openmetrics-text;q=0',
      'application/openmetrics-text;q=x',
    ])
      expect(wantedFormat(accept), accept).toBe('text');
  });
});

test('every metric of the registry has a help that ends as a sentence', () => {
  for (const family of viewFamilies(healthyView())) expect(family.help).toMatch(/^\S.*\.$/);
  expect(registry.walFsyncP99.help).toMatch(/\.$/);
});

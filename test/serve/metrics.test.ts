import { describe, expect, test, vi } from 'vitest';
import type { ClusterView } from '../../src/model/view.ts';
import type { Totals } from '../../src/serve/board.ts';
import { metricsPage } from '../../src/serve/metrics-page.ts';
import { countTraffic } from '../../src/serve/traffic.ts';
import { openMetricsFaults, seriesOf } from '../report/exposition-lines.ts';
import { healthyView, troubledView } from '../report/views.ts';
import { boardOf } from './boards.ts';
import { listenerFor } from './listeners.ts';
import { promtoolComplaints } from './promtool.ts';
import { recordedViews } from './recorded.ts';

const totals: Totals = {
  samples: 42,
  scrapeErrors: new Map([
    ['refused', 3],
    ['timeout', 2],
  ]),
  loopErrors: 1,
  alerts: new Map([
    ['wal-fsync-p99 warning', 2],
    ['wal-fsync-p99 critical', 1],
    ['quorum-lost critical', 1],
  ]),
  linesDropped: 7,
  reloads: { ok: 4, failed: 1 },
  outputs: new Map([['webhook', { sent: 5, failed: 1, dropped: 0 }]]),
};

async function scrape(view: ClusterView | undefined, board = {}, accept?: string) {
  const { url } = await listenerFor(boardOf(view, { totals, ...board }));
  const response = await fetch(`${url}/metrics`, accept === undefined ? {} : { headers: { accept } });
  expect(response.status).toBe(200);
  return { type: response.headers.get('content-type'), text: await response.text() };
}

describe('promtool has no complaint', () => {
  test.each(['healthy-3', 'slow-disk', 'member-killed', 'nospace', 'learner', 'rolling-upgrade-3.4-3.5'])(
    'about a cluster of the recording %s',
    async (name) => {
      for (const view of await recordedViews(name, 25)) {
        const { text } = await scrape(view);
        expect(await promtoolComplaints(text)).toBe('');
        expect(seriesOf(text).size).toBeGreaterThan(50);
      }
    },
  );

  test.each([
    ['escape sequences', '\x1b[2J\x07\x00'],
    ['quotes, braces and line breaks', '"} 1\netcdoc_up{member="x\\'],
    ['a name without end', 'a'.repeat(100_000)],
    ['what turns text around', '\u202egnp.exe\u200b\ud800'],
    ['a comment', '# TYPE etcdoc_up counter\n# EOF'],
    ['nothing but a backslash', '\\'],
  ])('about a member whose name is %s', async (_, name) => {
    const view = troubledView(name);
    const plain = await scrape(view);
    expect(await promtoolComplaints(plain.text)).toBe('');
    expect(plain.text.length).toBeLessThan(150_000);
    const open = await scrape(view, {}, 'application/openmetrics-text');
    expect(openMetricsFaults(open.text)).toEqual([]);
    expect(seriesOf(open.text).size).toBe(seriesOf(plain.text).size);
  });

  test('before the first sample and when the loop hangs', async () => {
    for (const { text } of [await scrape(undefined), await scrape(healthyView(), { silentSeconds: () => 99 })])
      expect(await promtoolComplaints(text)).toBe('');
  });

  test('that it would not have about anything', async () => {
    expect(await promtoolComplaints('# TYPE a counter\na 1\n')).toContain(
      'counter metrics should have "_total" suffix',
    );
  });
});

describe('what the daemon says of itself', () => {
  test('is there under names of its own and those of the Go etcdoc', async () => {
    const view = troubledView('b');
    const { type, text } = await scrape(view);
    expect(type).toBe('text/plain; version=0.0.4; charset=utf-8');
    const series = seriesOf(text);
    expect(Object.fromEntries(series)).toMatchObject({
      [`etcdoc_build_info{version="9.9.9",node_version="${process.version}"}`]: 1,
      'etcdoc_status{status="unhealthy"}': 1,
      'etcdoc_status{status="healthy"}': 0,
      etcdoc_samples_total: 42,
      etcdoc_last_sample_timestamp_seconds: view.at / 1000,
      'etcdoc_scrape_errors_total{kind="refused"}': 3,
      'etcdoc_scrape_errors_total{kind="timeout"}': 2,
      'etcdoc_scrape_errors_total{kind="tls"}': 0,
      etcdoc_loop_errors_total: 1,
      etcdoc_lines_dropped_total: 7,
      'etcdoc_reloads_total{result="failed"}': 1,
      'etcdoc_output_notices_total{output="webhook",result="sent"}': 5,
      'etcdoc_alerts_total{check="wal-fsync-p99",severity="warning"}': 2,
      'etcdoc_alerts_total{check="no-leader",severity="critical"}': 0,
      etcd_reliability_scrape_errors_total: 5,
      etcd_reliability_eval_errors_total: 1,
      'etcd_reliability_alerts_dispatched_total{metric="walFsyncP99"}': 3,
      'etcd_reliability_alerts_dispatched_total{metric="quorum-lost"}': 1,
      etcd_reliability_last_success_timestamp_seconds: view.at / 1000,
    });
    for (const { alert, severity } of boardOf(view).firing) {
      const id = alert.subject === 'cluster' ? '' : `,member_id="${alert.subject}"`;
      const key = `etcdoc_alert_active{check="${alert.check}",severity="${severity}",member="${alert.subjectName}"${id}}`;
      expect(series.get(key), key).toBe(1);
    }
    expect([...series.keys()].filter((key) => key.startsWith('etcdoc_alert_active')).length).toBeGreaterThan(1);
    for (const own of ['process_cpu_seconds_total', 'process_resident_memory_bytes', 'process_open_fds'])
      expect(series.get(own), own).toBeGreaterThan(0);
    expect(series.has('nodejs_eventloop_lag_p99_seconds')).toBe(true);
  });

  test('includes what it refused', async () => {
    const { url } = await listenerFor(boardOf(healthyView()));
    await fetch(`${url}/nothing`);
    const text = await (await fetch(`${url}/metrics`)).text();
    expect(seriesOf(text).get('etcdoc_http_refused_total{reason="unknown-page"}')).toBe(1);
    expect(text).not.toContain('/nothing');
  });

  test('is all there is before the first sample', async () => {
    const series = seriesOf((await scrape(undefined)).text);
    expect(series.get('etcdoc_status{status="initializing"}')).toBe(1);
    const names = [...series.keys()].map((key) => key.split('{')[0]);
    expect(names).not.toContain('etcdoc_up');
    expect(names).not.toContain('etcdoc_last_sample_timestamp_seconds');
    expect(names).not.toContain('etcd_reliability_last_success_timestamp_seconds');
  });
});

describe('what is old', () => {
  test('is not shown while the loop hangs', async () => {
    const names = [...seriesOf((await scrape(healthyView(), { silentSeconds: () => 99 })).text).keys()];
    expect(names.filter((key) => key.includes('member='))).toEqual(
      expect.arrayContaining([expect.stringMatching(/^etcdoc_up\{/)]),
    );
    expect(names.filter((key) => key.includes('member=') && !key.startsWith('etcdoc_up{'))).toEqual([]);
  });

  test('shows within a second, even when no sample comes', async () => {
    vi.useFakeTimers({ toFake: ['performance'] });
    const board = boardOf(healthyView());
    const page = metricsPage(board, { version: '9.9.9', traffic: countTraffic() });
    const silentSeconds = async () => seriesOf(String(await page.text('text'))).get('etcdoc_silent_seconds');
    try {
      expect(await silentSeconds()).toBe(0.5);
      board.silentSeconds = () => 99;
      expect(await silentSeconds()).toBe(0.5);
      vi.advanceTimersByTime(1000);
      expect(await silentSeconds()).toBe(99);
    } finally {
      page.close();
      vi.useRealTimers();
    }
  });

  test('goes with the next sample', async () => {
    const view = healthyView();
    const board = boardOf(view);
    const { url } = await listenerFor(board);
    const members = async () => (await (await fetch(`${url}/metrics`)).text()).match(/^etcdoc_up\{member="\w"/gm);
    expect(await members()).toHaveLength(3);
    board.view = { ...view, members: view.members.slice(0, 2) };
    expect(await members()).toHaveLength(2);
  });
});

test('the page may be switched off', async () => {
  const { url } = await listenerFor(boardOf(healthyView()), { metrics: false });
  expect((await fetch(`${url}/metrics`)).status).toBe(404);
  expect(await (await fetch(url)).text()).not.toContain('/metrics');
});

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { formatValue } from '../src/model/format.ts';
import type { Unit } from '../src/model/unit.ts';
import { endChild, startChild } from '../test/lab/children.ts';
import { someFollower } from '../test/lab/leadership.ts';
import { startLoad } from '../test/lab/load.ts';
import { freePort } from '../test/lab/ports.ts';
import { slowDisk } from '../test/lab/slow-disk.ts';
import { eventually, sleep } from '../test/lab/wait.ts';
import { startPrometheus } from '../test/serve/prometheus-server.ts';
import { clusterForDemo } from './demo-cluster.ts';
import { buildIfOlder, programFile } from './fresh-build.ts';
import { dashboard, type PlacedPanel } from './manifests/dashboard.ts';
import { unitOf } from './manifests/panels.ts';
import type { Drawn } from './manifests/picture-chart.ts';
import { type Answers, dashboardSvg } from './manifests/picture-svg.ts';
import { say, step } from './steps.ts';

// Draws the README's picture of the dashboard from its own file: a real cluster with a slow disk, a real `etcdoc serve`, a real
// Prometheus server that is asked every query of the dashboard. Grafana itself has no part in it.

const root = join(import.meta.dirname, '..');
const wellSeconds = 90;
const illSeconds = 105;
/** Rows drawn; the rest of the dashboard is longer than a picture should be. */
const rowsDrawn = 3;

await buildIfOlder();
const cluster = await clusterForDemo(undefined);
if (cluster?.tls === undefined) throw new Error('the picture needs an etcd');
const load = startLoad(cluster, { putsPerSecond: 60, rangesPerSecond: 60, seconds: 3_000 });
const port = await freePort();
const flags = [
  ...['--endpoints', cluster.endpoints.join(','), '--scope', 'cluster', '--interval', '5'],
  ...['--cacert', cluster.tls.ca, '--cert', cluster.tls.cert, '--key', cluster.tls.key],
  ...['--listen', `127.0.0.1:${port}`],
];
const daemon = startChild(process.execPath, [programFile, 'serve', ...flags], join(cluster.directory, 'etcdoc.log'));
const prometheus = await startPrometheus(`127.0.0.1:${port}`);
try {
  await eventually(async () => (await prometheus.query('sum(etcdoc_up)'))[0]?.value === 3, {
    what: 'a sample of three members',
    timeoutMs: 60_000,
  });
  const start = Date.now() / 1000;
  await step(`${wellSeconds} s of a cluster that is well`, () => sleep(wellSeconds * 1000));
  const heal = await slowDisk(await someFollower(cluster), 80);
  await step(`${illSeconds} s with a slow disk`, () => sleep(illSeconds * 1000));
  await draw(start, Date.now() / 1000);
  await heal();
} finally {
  await load.stop();
  await prometheus.end();
  await endChild(daemon, 'SIGTERM');
  await cluster.stop();
}
process.exit();

async function draw(from: number, to: number) {
  const board = dashboard();
  const end = board.panels.filter(({ type }) => type === 'row')[rowsDrawn]?.gridPos.y ?? Number.POSITIVE_INFINITY;
  const placed = board.panels.filter(({ gridPos }) => gridPos.y < end);
  const answers = new Map<number, Answers>();
  for (const one of placed) if ('targets' in one) answers.set(one.id, await answersOf(one, from, to));
  mkdirSync(join(root, 'docs'), { recursive: true });
  writeFileSync(join(root, 'docs/dashboard.svg'), dashboardSvg(board.title, placed, answers));
  say('wrote docs/dashboard.svg');
}

/** What each query of a panel yields, over the time shown or at its end, as the panel asks. */
async function answersOf(panel: PlacedPanel, from: number, to: number): Promise<Answers> {
  const unit = unitOf(panel.fieldConfig.defaults.unit);
  const found = await Promise.all(
    panel.targets.map(async ({ expr, legendFormat, instant }): Promise<Drawn[]> => {
      const query = encodeURIComponent(expr.replaceAll(/\$(?:cluster|member)/g, '.*'));
      const range = `query_range?query=${query}&start=${from}&end=${to}&step=2`;
      const data = await prometheus.get(`/api/v1/${instant ? `query?query=${query}&time=${to}` : range}`);
      return (data as { result: readonly Result[] }).result.map(({ metric, value, values }) => ({
        name: legendFormat.replaceAll(/\{\{(\w+)\}\}/g, (_, name: string) => metric[name] ?? ''),
        labels: metric,
        points: (values ?? (value ? [value] : [])).map(([at, text]) => [at, Number(text)] as const),
        write: (number) => written(number, unit),
      }));
    }),
  );
  return found.flat();
}

/** As the screen writes it; few of something with the digits that tell two marks of a scale apart. */
function written(value: number, unit: Unit): string {
  const few = unit === 'perSecond' || unit === 'count' || unit === 'entries';
  return few && value < 10
    ? `${Number(value.toPrecision(2))}${unit === 'perSecond' ? '/s' : ''}`
    : formatValue(value, unit);
}

type Result = {
  readonly metric: Readonly<Record<string, string>>;
  readonly value?: readonly [number, string];
  readonly values?: readonly (readonly [number, string])[];
};

import { databaseMetrics } from '../../src/model/registry/database.ts';
import { diskMetrics } from '../../src/model/registry/disk.ts';
import type { MetricEntry } from '../../src/model/registry/entry.ts';
import { networkMetrics } from '../../src/model/registry/network.ts';
import { probeMetrics } from '../../src/model/registry/probe.ts';
import { processMetrics } from '../../src/model/registry/process.ts';
import { raftMetrics } from '../../src/model/registry/raft.ts';
import { requestMetrics } from '../../src/model/registry/requests.ts';
import type { MetricId } from '../../src/model/registry.ts';
import {
  bad,
  doubtful,
  linesPanel,
  metricPanel,
  ofCluster,
  ofMembers,
  type Panel,
  statPanel,
  tablePanel,
} from './panels.ts';

/** A row of the dashboard; a folded one asks nothing until it is opened. */
export type Row = {
  readonly title: string;
  readonly folded?: boolean | undefined;
  readonly panels: readonly Panel[];
  /** In columns of 24 and lines. */
  readonly size: (panel: Panel) => { readonly w: number; readonly h: number };
};

/** The rows in reading order: what is wrong, then one for each group of the registry, then etcdoc itself. */
export const rows = (): readonly Row[] => [
  {
    title: 'What is wrong',
    panels: overview,
    size: ({ type }) => (type === 'stat' ? { w: 4, h: 4 } : { w: 12, h: 7 }),
  },
  metricsRow('Disk', diskMetrics, { w: 12, h: 8 }),
  metricsRow('Consensus', raftMetrics),
  metricsRow('Between the members', networkMetrics, undefined, [pairs]),
  metricsRow('Database', databaseMetrics),
  folded(metricsRow('Requests', requestMetrics)),
  folded(metricsRow('The etcd process', processMetrics)),
  folded(metricsRow('Measured from etcdoc', probeMetrics)),
  folded({ title: 'etcdoc itself', panels: itself, size: () => third }),
];

const third = { w: 8, h: 7 };

function metricsRow(
  title: string,
  group: Readonly<Record<string, MetricEntry>>,
  size = third,
  more: readonly Panel[] = [],
): Row {
  const panels = Object.entries(group).map(([id, entry]) => metricPanel(id as MetricId, entry));
  return { title, panels: [...panels, ...more], size: () => size };
}

const folded = (row: Row): Row => ({ ...row, folded: true });

/** How many alerts of a severity there are, each once however many daemons see it. */
const alerts = (severity: string) =>
  `count(max by (cluster, check, member_id) (etcdoc_alert_active{${ofCluster}, severity="${severity}"})) or vector(0)`;

const overview: readonly Panel[] = [
  statPanel({
    title: 'Critical alerts',
    description: 'Alerts of etcdoc that fire and are critical.',
    expr: alerts('critical'),
    steps: bad,
  }),
  statPanel({
    title: 'Warnings',
    description: 'Alerts of etcdoc that fire and are warnings.',
    expr: alerts('warning'),
    steps: doubtful,
  }),
  statPanel({
    title: 'Members not answering',
    description: 'Members that no etcdoc had an answer from at its last poll.',
    expr: `count(max by (cluster, member_id) (etcdoc_up{${ofCluster}}) == 0) or vector(0)`,
    steps: bad,
  }),
  statPanel({
    title: 'Voters that may still fail',
    description: 'Before the quorum is lost; known where etcdoc has a client certificate.',
    expr: `min(etcdoc_quorum_can_lose_voters{${ofCluster}})`,
    steps: [
      { color: 'red', value: null },
      { color: 'green', value: 1 },
    ],
  }),
  statPanel({
    title: 'Leader',
    description: 'Who leads.',
    expr: `max by (member) (etcdoc_is_leader{${ofCluster}} == 1)`,
    legend: '{{member}}',
  }),
  statPanel({
    title: 'Since the last sample',
    description: 'Of the etcdoc that has been silent the longest.',
    expr: `max(etcdoc_silent_seconds{${ofCluster}})`,
    unit: 'seconds',
    steps: [
      { color: 'green', value: null },
      { color: 'orange', value: 60 },
      { color: 'red', value: 120 },
    ],
  }),
  tablePanel({
    title: 'Alerts that fire',
    description: 'Of which check, about whom, how bad.',
    expr: `max by (severity, check, member) (etcdoc_alert_active{${ofCluster}})`,
    columns: ['severity', 'check', 'member'],
  }),
  tablePanel({
    title: 'What they come from',
    description: 'The causes that etcdoc concludes from what its checks find.',
    expr: `max by (cause, confidence, member) (etcdoc_cause_active{${ofCluster}})`,
    columns: ['cause', 'confidence', 'member'],
  }),
];

const pairs = linesPanel({
  title: 'peer RTT p99, each pair',
  description: 'Round trip from one member to another, as the prober of the first sees it.',
  unit: 'seconds',
  lines: [
    {
      expr: `max by (cluster, member, peer) (etcdoc_peer_pair_rtt_p99_seconds{${ofMembers}})`,
      legend: '{{member}} to {{peer}}',
    },
  ],
});

const ours = ` and on (instance) etcdoc_build_info{${ofCluster}}`;

const itself: readonly Panel[] = [
  linesPanel({
    title: 'polls that failed',
    description: 'By kind of error.',
    unit: 'perSecond',
    lines: [
      {
        expr: `sum by (instance, kind) (rate(etcdoc_scrape_errors_total{${ofCluster}}[5m]))`,
        legend: '{{instance}} {{kind}}',
      },
    ],
  }),
  linesPanel({
    title: 'reading the metrics of a member',
    description: 'How long the last read took.',
    unit: 'seconds',
    lines: [{ expr: `max by (cluster, member) (etcdoc_scrape_duration_seconds{${ofMembers}})`, legend: '{{member}}' }],
  }),
  linesPanel({
    title: 'event loop lag',
    description: 'By how much timers of etcdoc were late, p99.',
    unit: 'seconds',
    lines: [{ expr: `nodejs_eventloop_lag_p99_seconds${ours}`, legend: '{{instance}}' }],
  }),
  linesPanel({
    title: 'memory of etcdoc',
    description: 'Resident memory.',
    unit: 'bytes',
    lines: [{ expr: `process_resident_memory_bytes${ours}`, legend: '{{instance}}' }],
  }),
  linesPanel({
    title: 'CPU of etcdoc',
    description: 'CPU seconds used per second.',
    unit: 'cores',
    lines: [{ expr: `rate(process_cpu_seconds_total[5m])${ours}`, legend: '{{instance}}' }],
  }),
  linesPanel({
    title: 'alerts raised',
    description: 'In the last hour, by severity.',
    unit: 'count',
    lines: [
      {
        expr: `sum by (instance, severity) (increase(etcdoc_alerts_total{${ofCluster}}[1h]))`,
        legend: '{{instance}} {{severity}}',
      },
    ],
  }),
];

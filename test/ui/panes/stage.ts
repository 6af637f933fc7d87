import type { Alert, EventEntry, Finding } from '../../../src/model/finding.ts';
import type { Level, Reading } from '../../../src/model/reading.ts';
import { type MetricId, metricIds } from '../../../src/model/registry.ts';
import type { Trend, TrendRequest } from '../../../src/model/trend.ts';
import type { ClusterView, MemberView } from '../../../src/model/view.ts';
import { width } from '../../../src/text/width.ts';
import type { Line } from '../../../src/ui/line.ts';
import type { PaneProps } from '../../../src/ui/pane.ts';
import { initialState } from '../../../src/ui/state.ts';

export const at = Date.UTC(2026, 10, 21, 14, 2, 11);

export const calmState = initialState;

export function reading(value: number | undefined, level: Level = 'ok'): Reading {
  return { value, level };
}

const quiet: Partial<Record<MetricId, number>> = {
  walFsyncP99: 0.0041,
  backendCommitP99: 0.0098,
  applyBacklog: 0,
  quotaUsedRatio: 0.26,
  quotaBytes: 8 * 2 ** 30,
  dbSizeBytes: 2.1 * 2 ** 30,
  dbInUseBytes: 1.3 * 2 ** 30,
  dbInUseRatio: 0.61,
  dbGrowthBytesPerSecond: 320,
  cpuCores: 0.031,
  residentBytes: 412 * 2 ** 20,
  openFdsRatio: 0.01,
  uptimeSeconds: 271,
};

export function member(id: string, label: string, changes: Partial<MemberView> = {}): MemberView {
  const readings = Object.fromEntries(
    metricIds.map((metric) => [
      metric,
      {
        value: quiet[metric],
        level: quiet[metric] === undefined ? 'unknown' : 'ok',
        windowSeconds: metric === 'dbGrowthBytesPerSecond' ? 1800 : 60,
      },
    ]),
  ) as Record<MetricId, Reading>;
  return {
    id,
    label,
    role: 'follower',
    health: 'ok',
    level: 'ok',
    access: 'full',
    version: '3.6.4',
    ageSeconds: 0,
    readings,
    alarms: [],
    sample: {
      id,
      name: label,
      endpoint: `https://${label}:2379`,
      peerUrls: [`https://${label}:2380`],
      clientUrls: [`https://${label}:2379`],
      learner: false,
    },
    ...changes,
  };
}

export function view(members: readonly MemberView[], changes: Partial<ClusterView> = {}): ClusterView {
  return {
    at,
    intervalSeconds: 2,
    windowSeconds: 60,
    historySeconds: 240,
    clusterId: '9c1f2b71d04ae3f5',
    freshness: { state: 'complete', completeAt: at },
    quorum: { state: 'ok', voters: members.length, healthy: members.length, needed: 2, canLose: 1 },
    leader: {
      id: members[1]?.id,
      name: members[1]?.label,
      since: at - 240_000,
      atLeast: true,
      changes: 0,
      changesSeconds: 240,
      spans: [{ fromAt: at - 240_000, toAt: at, id: members[1]?.id, name: members[1]?.label, term: 42n }],
    },
    term: 42n,
    revision: 8412771n,
    versions: ['3.6.4'],
    totals: {},
    alarms: [],
    members,
    endpoints: [],
    rtt: {},
    findings: [],
    causes: [],
    alerts: [],
    events: [],
    ...changes,
  };
}

/** A trend that ends now: `values` in seconds at the right, gaps before. */
export function trendOf(values: readonly (number | undefined)[], failed: readonly number[] = []) {
  return (request: TrendRequest): Trend => {
    const pad = Math.max(0, request.columns - values.length);
    const shown = [...Array.from({ length: pad }, () => undefined), ...values.slice(-request.columns || values.length)];
    const cut = request.columns === 0 ? [] : shown;
    const known = cut.filter((value) => value !== undefined && Number.isFinite(value)) as number[];
    return {
      ...request,
      startAt: at - request.columns * request.secondsPerColumn * 1000,
      values: cut,
      failed: cut.map((_, index) => failed.includes(index - cut.length)),
      now: cut.at(-1),
      max: known.length > 0 ? Math.max(...known) : undefined,
    };
  };
}

export function stage(changes: Partial<PaneProps> & { readonly view: ClusterView }): PaneProps {
  return {
    trend: trendOf([]),
    state: calmState,
    columns: 80,
    rows: 4,
    look: { glyphs: 'ascii', colors: 'none' },
    now: at,
    ...changes,
  };
}

/** The cluster of the design: three members, the third with a slow disk. */
export function slowDisk(changes: Partial<ClusterView> = {}): ClusterView {
  const cp3 = member('d2034aa1', 'cp-3', { health: 'SLOW', level: 'warning' });
  const slow = {
    ...cp3,
    readings: {
      ...cp3.readings,
      walFsyncP99: reading(0.0382, 'warning'),
      backendCommitP99: reading(0.061, 'warning'),
      applyBacklog: reading(198),
    },
  };
  const members = [member('8e9e05c5', 'cp-1'), member('b71f2c10', 'cp-2', { role: 'leader' }), slow];
  return view(members, {
    findings: [fsyncFinding, commitFinding],
    alerts: [
      alert(fsyncFinding, at - 23_000, [0.004, 0.0317, 0.0714]),
      alert(commitFinding, at - 21_000, [0.0091, 0.0523, 0.118]),
    ],
    events: [
      event('WARN', at - 21_000, 'cp-3', commitFinding.text, 'backend-commit-p99 d2034aa1'),
      event('WARN', at - 23_000, 'cp-3', fsyncFinding.text, 'wal-fsync-p99 d2034aa1'),
      event('MARK', at - 249_000, undefined, 'start drain cp-3'),
      event('OK', at - 271_000, 'cp-1', 'reachable again after 4.2 s (restart, 3.6.3 -> 3.6.4)'),
      event('CRIT', at - 275_000, 'cp-1', 'unreachable: ECONNREFUSED 10.0.0.11:2379 (quorum 2/3)'),
    ],
    ...changes,
  });
}

const fsyncFinding: Finding = {
  check: 'wal-fsync-p99',
  severity: 'warning',
  subject: 'd2034aa1',
  subjectName: 'cp-3',
  value: 0.0382,
  threshold: 0.01,
  unit: 'seconds',
  text: 'WAL fsync p99 38.2 ms > 10 ms',
  remedy: "Look at that member's disk: iostat -x 1, other writers on the device.",
  source: 'etcd FAQ (10 ms)',
};
const commitFinding: Finding = {
  ...fsyncFinding,
  check: 'backend-commit-p99',
  value: 0.061,
  threshold: 0.025,
  text: 'backend commit p99 61.0 ms > 25 ms',
};

export function alert(finding: Finding, raisedAt: number, [min, avg, max]: readonly number[]): Alert {
  const { check, subject, subjectName, severity } = finding;
  return {
    key: `${check} ${subject}`,
    check,
    subject,
    subjectName,
    severity,
    raisedAt,
    flaps: 0,
    min,
    avg,
    max,
    finding,
  };
}

export function event(
  kind: EventEntry['kind'],
  when: number,
  subjectName: string | undefined,
  text: string,
  alertKey?: string,
): EventEntry {
  return { at: when, kind, subject: subjectName, subjectName, text, alertKey };
}

export const textOf = (lines: readonly Line[]) => lines.map((line) => line.map(({ text }) => text).join(''));
export const screen = (lines: readonly Line[]) =>
  textOf(lines)
    .map((line) => line.trimEnd())
    .join('\n');

/** What is wrong with the size of a block; empty when each line has exactly its width. */
export function wrongSizes(lines: readonly Line[], { rows, columns }: PaneProps): string[] {
  const wrong = lines.flatMap((line, index) => {
    const taken = line.reduce((sum, { text }) => sum + width(text), 0);
    return taken === columns ? [] : [`line ${index} has ${taken} of ${columns}`];
  });
  return lines.length === rows ? wrong : [`${lines.length} of ${rows} lines`, ...wrong];
}

export const tonesOf = (line: Line | undefined) => (line ?? []).map(({ text, tone }) => `${tone}:${text.trim()}`);

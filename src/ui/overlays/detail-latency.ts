import { boundsOf } from '../../model/bounds.ts';
import { formatCount, formatSeconds } from '../../model/format.ts';
import { type HistogramWindow, histogramWindow } from '../../model/histogram-window.ts';
import { quantileOf } from '../../model/quantile.ts';
import type { Levels } from '../../model/registry.ts';
import type { MemberView } from '../../model/view.ts';
import { toneOf } from '../charts/ramp.ts';
import type { Line } from '../line.ts';
import { duration, figure } from '../widgets/figure.ts';
import { besideEachOther, cell, row, span } from '../widgets/row.ts';
import type { OverlayProps } from './overlay.ts';

const quantiles = [0.5, 0.9, 0.99, 0.999];
const families = [
  ['walFsyncP99', 'WAL fsync', 'etcd_disk_wal_fsync_duration_seconds'],
  ['backendCommitP99', 'backend commit', 'etcd_disk_backend_commit_duration_seconds'],
] as const;

/** Quantiles and buckets of the two disk histograms in the window, beside each other where there is room. */
export function latencyLines(member: MemberView, props: OverlayProps): Line[] {
  const { columns, host, state, view } = props;
  const { monitor } = host;
  const number = state.paused ?? monitor.newest;
  const two = columns >= 110;
  const wide = two ? Math.floor((columns - 3) / 2) : columns;
  const parts = families.map(([metric, title, family]) => {
    const window = histogramWindow(monitor, member.id, family, view.windowSeconds, number);
    return histogramLines(boundsOf(view, metric), title, window, wide);
  });
  const [left = [], right = []] = parts;
  if (!two) return parts.flat();
  return besideEachOther(left, right, wide, columns);
}

function histogramLines(
  levels: Levels | undefined,
  title: string,
  window: HistogramWindow | undefined,
  columns: number,
): Line[] {
  if (!window) return [row(columns, [span(title, 'title'), span('  nothing to compare in the window', 'dim')])];
  const { bounds, counts } = window.buckets;
  const total = counts.reduce((sum, count) => sum + count, 0);
  const head = row(columns, [
    span(title, 'title'),
    span(`  ${formatCount(total)} observations in ${duration(window.seconds)}${total < 100 ? ', few' : ''}`, 'dim'),
  ]);
  const values = quantiles.map((q) => quantileOf(window.buckets, q)?.value);
  const figures = quantiles.flatMap((q, index) => {
    const value = values[index];
    return [
      span(`  p${q * 100} `, 'dim'),
      span(value === undefined ? '-' : formatSeconds(value), toneOf(value, levels)),
    ];
  });
  const first = counts.findIndex((count) => count > 0);
  const last = counts.findLastIndex((count) => count > 0);
  const most = Math.max(...counts);
  const buckets = counts.slice(Math.max(0, first), last + 1).map((count, offset) => {
    const at = Math.max(0, first) + offset;
    const low = at === 0 ? 0 : (bounds[at - 1] ?? 0);
    const high = bounds[at] ?? Number.POSITIVE_INFINITY;
    const room = Math.max(0, columns - 30);
    const bar = '#'.repeat(count > 0 ? Math.max(1, Math.round((count / most) * room)) : 0);
    return row(columns, [
      cell(`(${bound(low)}, ${bound(high)}]`, 18, 'dim', 'right'),
      cell(formatCount(count), 8, 'plain', 'right'),
      span('  '),
      span(bar, toneOf(low, levels)),
    ]);
  });
  return [head, row(columns, figures), ...buckets];
}

/** Bounds of buckets are exact: a bucket is named as etcd names it, in ms. */
function bound(seconds: number): string {
  return Number.isFinite(seconds) ? figure(seconds, 'seconds').replace(/\.0$/, '') : 'inf';
}

import { gauge, rate, ratio, since } from '../recipe.ts';
import type { MetricEntry } from './entry.ts';

/** The etcd process itself. */
export const processMetrics = {
  cpuCores: {
    title: 'CPU',
    unit: 'cores',
    from: rate('process_cpu_seconds_total'),
    column: { header: 'CPU%', width: 5, weight: 62 },
    help: 'CPU seconds used per second.',
  },
  residentBytes: {
    title: 'resident memory',
    unit: 'bytes',
    from: gauge('process_resident_memory_bytes'),
    column: { header: 'RSS', width: 6, weight: 45 },
    help: 'Resident memory; the mapped database makes it a multiple of the data in use.',
  },
  openFdsRatio: {
    title: 'file descriptors used',
    unit: 'ratio',
    from: ratio(gauge('process_open_fds'), gauge('process_max_fds')),
    column: { header: 'FD%', width: 4, weight: 18 },
    levels: { warning: 0.8, critical: 0.95 },
    check: {
      id: 'fd-usage',
      remedy: 'Raise the limit (LimitNOFILE) and look for clients that open connections and leave them.',
      source: 'etcd metrics guide: at the limit etcd cannot create log files and panics',
      forSeconds: 10,
    },
    help: 'Open file descriptors as a share of the limit.',
  },
  uptimeSeconds: {
    title: 'uptime',
    unit: 'seconds',
    from: since('process_start_time_seconds'),
    column: { header: 'UP', width: 6, weight: 35, show: 'duration' },
    help: 'Time since the process started.',
  },
} as const satisfies Record<string, MetricEntry>;

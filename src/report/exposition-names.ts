import { type MetricId, registry } from '../model/registry.ts';
import type { Unit } from '../model/unit.ts';

const endings: Readonly<Record<Unit, string>> = {
  seconds: '_seconds',
  bytes: '_bytes',
  bytesPerSecond: '_bytes_per_second',
  perSecond: '_per_second',
  ratio: '_ratio',
  cores: '_cores',
  entries: '_entries',
  count: '',
};

/** The exported name of a registry metric: `etcdoc_`, the id in snake case, the base unit at the end (`etcdoc_wal_fsync_p99_seconds`). */
export function metricName(id: MetricId): string {
  const ending = endings[registry[id].unit];
  const words = id
    // The unit belongs to the end: secondsToQuota is etcdoc_time_to_quota_seconds.
    .replace(/^seconds(?=[A-Z])/, 'time')
    .replace(/[A-Z]+/g, (letters) => `_${letters.toLowerCase()}`);
  return `etcdoc_${words.endsWith(ending) ? words : `${words}${ending}`}`;
}

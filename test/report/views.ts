import { createMonitor } from '../../src/model/monitor.ts';
import type { ClusterView } from '../../src/model/view.ts';
import { type MemberPlan, type Page, sampleOf } from '../model/samples.ts';

const MiB = 1024 * 1024;

/** A page of a busy member after `seconds`: 100 fsyncs a second, nearly all below `fsync` seconds. */
const page = (seconds: number, fsync: number): Page => ({
  etcd_disk_wal_fsync_duration_seconds: { 0.001: 0, [fsync]: 100 * seconds, Infinity: 0 },
  etcd_disk_backend_commit_duration_seconds: { 0.001: 0, 0.004: 10 * seconds, Infinity: 0 },
  etcd_server_quota_backend_bytes: 2048 * MiB,
  etcd_server_has_leader: 1,
  process_start_time_seconds: 1_795_269_000,
  process_cpu_seconds_total: 0.25 * seconds,
});

/** Three members: a leads, b has a slow disk and an unkind name, c does not answer. Ten seconds of history. */
export function troubledView(name = 'b\x1b[2Jb'): ClusterView {
  return lastView((seconds) => ({
    a: { page: page(seconds, 0.002) },
    b: { name, page: page(seconds, 0.064) },
    c: { status: false, error: 'timeout' },
  }));
}

/** Three members that are well. */
export function healthyView(): ClusterView {
  return lastView((seconds) => ({
    a: { page: page(seconds, 0.002) },
    b: { page: page(seconds, 0.002) },
    c: { page: page(seconds, 0.002) },
  }));
}

/** The view after samples at 0, 2 ... 10 s of members that depend on the time. */
export function lastView(members: (seconds: number) => Readonly<Record<string, MemberPlan>>): ClusterView {
  const monitor = createMonitor({ windowSeconds: 60 });
  for (let seconds = 0; seconds <= 10; seconds += 2)
    monitor.push(sampleOf({ seconds, members: members(seconds + 100) }));
  if (!monitor.latest) throw new Error('a monitor with samples has a view');
  return monitor.latest;
}

import type { Cause } from '../../../src/model/cause.ts';
import { createMonitor, type MonitorOptions } from '../../../src/model/monitor.ts';
import type { ClusterSample } from '../../../src/model/sample.ts';
import type { ClusterView } from '../../../src/model/view.ts';
import { type MemberPlan, type Page, pageAfter, type SamplePlan, threeAt } from '../samples.ts';

/** What a test changes in three healthy members at a second. */
export type Course = (seconds: number) => Readonly<Record<string, MemberPlan | 'down' | 'hung' | 'gone'>>;

/** The view after samples every two seconds. */
export function viewAfter(
  seconds: number,
  course: Course,
  plan: (seconds: number) => Partial<SamplePlan> = () => ({}),
  options: Partial<MonitorOptions> = {},
): ClusterView {
  const samples: ClusterSample[] = [];
  for (let at = 0; at <= seconds; at += 2) samples.push(threeAt(at, course(at), plan(at)));
  return viewOf(samples, options);
}

/** The view after these samples. */
export function viewOf(samples: readonly ClusterSample[], options: Partial<MonitorOptions> = {}): ClusterView {
  const monitor = createMonitor({ windowSeconds: 60, ...options });
  for (const sample of samples) monitor.push(sample);
  if (!monitor.latest) throw new Error('no sample');
  return monitor.latest;
}

/** "slow-disk c high". */
export const named = (causes: readonly Cause[]): string[] =>
  causes.map(({ cause, subjectName, confidence }) => `${cause} ${subjectName} ${confidence}`);

/** Those above info. */
export const loud = (view: ClusterView): Cause[] => view.causes.filter(({ severity }) => severity !== 'info');

/** A page whose disk takes `fsync` and `commit` seconds. */
export const slowPage = (seconds: number, fsync: number, commit: number, over: Page = {}): Page =>
  pageAfter(seconds, {
    etcd_disk_wal_fsync_duration_seconds: { [fsync / 2]: 0, [fsync]: seconds * 50, Infinity: 0 },
    etcd_disk_backend_commit_duration_seconds: { [commit / 2]: 0, [commit]: seconds * 20, Infinity: 0 },
    ...over,
  });

import type { CauseId } from '../../src/model/cause.ts';
import type { Thresholds } from '../../src/model/monitor.ts';

/** What etcdoc is to say of an incident: the cause it names first, or none above info. */
export type Expected = {
  readonly name: string;
  /** Undefined for what is no incident. */
  readonly cause?: CauseId | undefined;
  /** Other causes that are true too. */
  readonly also?: readonly CauseId[] | undefined;
  /** Whether info is enough: an upgrade is nothing to be alarmed about. */
  readonly calm?: boolean | undefined;
  readonly thresholds?: Thresholds | undefined;
};

/** The machine that plays the incidents shall not decide them; what is slow on purpose is well above. */
const machine: NonNullable<Thresholds['metrics']> = {
  walFsyncP99: { warning: 0.12, critical: 5 },
  backendCommitP99: { warning: 0.3, critical: 5 },
  statusRttSeconds: { warning: 1 },
};

/** The bounds with which an incident is judged, live and from its recording. */
export const thresholdsOf = ({ thresholds }: Expected): Thresholds => ({
  ...thresholds,
  metrics: { ...machine, ...thresholds?.metrics },
});

/** ★ Incidents and what is none; how each is made stands in plays.ts under the same name. */
export const expected: readonly Expected[] = [
  { name: 'slow-disk-follower', cause: 'slow-disk' },
  { name: 'slow-disk-leader', cause: 'slow-disk' },
  { name: 'slow-network', cause: 'slow-network' },
  { name: 'one-way-partition', cause: 'partition' },
  { name: 'crash', cause: 'member-down' },
  { name: 'hang', cause: 'member-hung' },
  { name: 'lost-quorum', cause: 'quorum-lost' },
  { name: 'flapping-leader', cause: 'leader-flapping' },
  { name: 'nospace', cause: 'quota-exhausted' },
  { name: 'near-quota', cause: 'quota-soon' },
  { name: 'fragmentation', cause: 'fragmentation' },
  { name: 'no-compaction', cause: 'no-compaction', thresholds: { checks: { 'compaction-stalled': { warning: 10 } } } },
  { name: 'furious-client', cause: 'runaway-writer' },
  { name: 'large-reads', cause: 'overload' },
  { name: 'stalled-learner', cause: 'learner-stalled' },
  { name: 'rolling-upgrade', cause: 'upgrade-in-progress', calm: true },
  { name: 'expired-certificate', cause: 'certificate' },
  { name: 'expiring-certificate', cause: 'certificate' },
  { name: 'foreign-endpoint', cause: 'cluster-mismatch' },
  { name: 'clock-drift', cause: 'clock-drift' },
  { name: 'idle' },
  { name: 'busy' },
  { name: 'rolling-restart' },
  { name: 'leader-moved' },
  { name: 'snapshot-taken' },
  { name: 'defrag-under-way' },
  { name: 'learner-catching-up' },
  { name: 'member-added' },
];

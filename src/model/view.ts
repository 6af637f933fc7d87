import type { Cause } from './cause.ts';
import type { Alert, Blind, EventEntry, Finding } from './finding.ts';
import type { Level, Reading } from './reading.ts';
import type { Levels, MetricId } from './registry.ts';
import type { RuleSetId } from './rules/rule.ts';
import type { EndpointSample, MemberSample } from './sample.ts';

/** All that a screen, a report or an exporter may show of one moment. Derived from raw samples, never stored. */
export type ClusterView = {
  /** The sample's own time, wall ms. */
  readonly at: number;
  readonly intervalSeconds: number;
  readonly windowSeconds: number;
  /** The rule set that judges in place of our own checks: findings and verdict are its own. */
  readonly rules?: RuleSetId | undefined;
  /** Bounds that the configuration put in place of the registry's; see `boundsOf`. */
  readonly bounds?: Readonly<Partial<Record<MetricId, Levels>>> | undefined;
  /** Seconds of history behind this view, up to the window. */
  readonly historySeconds: number;
  readonly clusterId?: string | undefined;
  readonly freshness: Freshness;
  readonly quorum: Quorum;
  readonly leader: Leadership;
  readonly term?: bigint | undefined;
  readonly revision?: bigint | undefined;
  readonly revisionPerSecond?: number | undefined;
  readonly compactRevision?: number | undefined;
  /** etcd versions of the reachable members, lowest first; more than one during an upgrade. */
  readonly versions: readonly string[];
  readonly clusterVersion?: string | undefined;
  readonly storageVersion?: string | undefined;
  /** Sums over members (ranges, watchers...), or the highest of what every member counts alike (puts, deletes...), where every member with metrics has the number. */
  readonly totals: Readonly<Partial<Record<MetricId, number>>>;
  /** Alarms in force, one row per member that raised one. */
  readonly alarms: readonly Alarm[];
  readonly members: readonly MemberView[];
  readonly endpoints: readonly EndpointSample[];
  /** What the collector has to say about itself at this moment. Foreign text. */
  readonly notices?: readonly string[] | undefined;
  /** p99 RTT in seconds from (row) to (column), by member id; undefined where unknown. */
  readonly rtt: Readonly<Record<string, Readonly<Record<string, Reading>>>>;
  /** Worst first. */
  readonly findings: readonly Finding[];
  /** What the findings and readings come from, worst first. */
  readonly causes: readonly Cause[];
  /** What checks could not look at, and why. */
  readonly blind?: readonly Blind[] | undefined;
  /** Active first, worst first; then cleared, newest first. */
  readonly alerts: readonly Alert[];
  /** Newest first. */
  readonly events: readonly EventEntry[];
};

/** `partial`: some members unanswered this tick; `stale`: no member answered for more than three intervals. */
export type Freshness = { readonly state: 'complete' | 'partial' | 'stale'; readonly completeAt?: number | undefined };

export type Quorum = {
  readonly state: 'ok' | 'lost' | 'unknown';
  readonly voters: number;
  /** Voters that answered this tick and see the leader. */
  readonly healthy: number;
  readonly needed: number;
  /** Voters that may still fail before quorum is lost; 0 is the warning of quorum-margin. */
  readonly canLose: number;
};

export type Leadership = {
  readonly id?: string | undefined;
  readonly name?: string | undefined;
  /** When this leader was first seen by us, wall ms; `atLeast` when it led before we looked. */
  readonly since?: number | undefined;
  readonly atLeast: boolean;
  /** Changes seen in the last hour of history, and how many seconds of history that is. */
  readonly changes: number;
  readonly changesSeconds: number;
  readonly last?:
    | { readonly from?: string | undefined; readonly to?: string | undefined; readonly at: number }
    | undefined;
  /** Who led when, oldest first, over the whole history; id undefined while nobody did. */
  readonly spans: readonly LeaderSpan[];
};

export type LeaderSpan = {
  readonly fromAt: number;
  readonly toAt: number;
  readonly id?: string | undefined;
  readonly name?: string | undefined;
  readonly term?: bigint | undefined;
};

export type Alarm = {
  readonly memberId: string;
  readonly memberName: string;
  readonly type: 'NOSPACE' | 'CORRUPT' | 'UNKNOWN';
};

export type Role = 'leader' | 'follower' | 'learner' | 'unstarted' | 'unknown';

/** full: gRPC and metrics; api-only: gRPC; metrics-only: metrics without gRPC; down: neither. */
export type Access = 'full' | 'api-only' | 'metrics-only' | 'down';

/** The word of the HEALTH column, worst state of the member first. */
export type HealthWord =
  | 'DOWN'
  | 'HUNG'
  | 'UNSTARTED'
  | 'CORRUPT'
  | 'NOSPACE'
  | 'NOLEADER'
  | 'DEFRAG'
  | 'SLOW'
  | 'LAG'
  | 'WARN'
  | 'NOMETRICS'
  | 'RESTARTED'
  | 'ok';

export type MemberView = {
  readonly id: string;
  /** Name, or the first 8 digits of the id for an unnamed (never started) member. Foreign text. */
  readonly label: string;
  readonly role: Role;
  readonly health: HealthWord;
  readonly level: Level;
  readonly access: Access;
  /** One line: why it is down, or what is missing and what would fill it. Foreign text. */
  readonly trouble?: string | undefined;
  readonly version?: string | undefined;
  /** Seconds since this member last answered anything; undefined when it never has. */
  readonly ageSeconds?: number | undefined;
  readonly startedAt?: number | undefined;
  /** Seconds since a daemon read the metrics that it gave on; undefined for those we read ourselves. */
  readonly relayAgeSeconds?: number | undefined;
  readonly readings: Readonly<Record<MetricId, Reading>>;
  readonly alarms: readonly Alarm[];
  /** The raw sample behind this row, for the detail view. */
  readonly sample: MemberSample;
};

import type { MetricSet } from './metric-set.ts';

/** Why something could not be read. `kind` is for rules and counters, `text` for people (foreign: clean before printing). */
export type SampleError = {
  readonly kind: ErrorKind;
  readonly text: string;
};

/** ★ Why something could not be read; recordings and /metrics hold these words. */
export const errorKinds = [
  'refused',
  'timeout',
  'reset',
  'dns',
  'tls',
  'auth',
  'rpc',
  'http',
  'parse',
  'too-large',
  'cluster-mismatch',
  'unstarted',
  'other',
] as const;

export type ErrorKind = (typeof errorKinds)[number];

/** Maintenance.Status of one member; sizes in bytes, ids lower-case hex without leading zeros ('' never stands for an id). */
export type StatusSample = {
  readonly version: string;
  readonly leaderId?: string | undefined;
  readonly term: bigint;
  readonly raftIndex: bigint;
  readonly appliedIndex: bigint;
  readonly revision: bigint;
  readonly dbSizeBytes: number;
  readonly dbInUseBytes?: number | undefined;
  readonly quotaBytes?: number | undefined;
  readonly storageVersion?: string | undefined;
  readonly learner: boolean;
  /** Status.errors, verbatim: carries every member's alarm and "etcdserver: no leader". */
  readonly errors: readonly string[];
  readonly rttSeconds: number;
};

/** One read of a member's /metrics: where from, how long it took, and when (monotonic ms) so that rates survive clock jumps. */
export type MetricsSample = {
  readonly from: string;
  readonly seconds: number;
  readonly bytes: number;
  readonly mono: number;
  readonly set: MetricSet;
  /** The member's wall clock as the answer's Date tells it, against the clock here. */
  readonly clock?: ClockSample | undefined;
  /** Set when a daemon read it and gave it on: the same page then stands in every sample until the daemon has the next. */
  readonly relay?: Relay | undefined;
};

/** Where a daemon read a member's metrics, and how often it does. */
export type Relay = { readonly from: string; readonly everySeconds: number };

/** The slow clock's linearizable read: seconds, or why it failed; `at` says which read this is (repeated until the next). */
export type LinearizableSample = {
  readonly at: number;
  readonly seconds?: number | undefined;
  readonly error?: SampleError | undefined;
};

/** One poll of one member. What failed is data: a part that is missing has its error beside it. */
export type MemberSample = {
  readonly id: string;
  readonly name: string;
  readonly endpoint: string;
  readonly peerUrls: readonly string[];
  readonly clientUrls: readonly string[];
  readonly learner: boolean;
  readonly status?: StatusSample | undefined;
  readonly statusError?: SampleError | undefined;
  readonly metrics?: MetricsSample | undefined;
  /** Why there are no metrics, each URL tried in order; undefined while metrics are present. */
  readonly metricsError?: SampleError | undefined;
  readonly linearizable?: LinearizableSample | undefined;
  /** notAfter of the serving certificate seen on the wire, ms since epoch. */
  readonly servingCertNotAfter?: number | undefined;
};

/** By how much a clock is ahead of the one here, and how far off that may be; both in seconds. */
export type ClockSample = { readonly offsetSeconds: number; readonly errorSeconds: number };

/** When a certificate that is not seen on the wire ends: `what` names it for people (foreign text), `notAfter` is ms since epoch. */
export type CertificateSample = { readonly what: string; readonly notAfter: number };

/** A configured endpoint that belongs to no row of the table: unreachable before the member list was known, or refused. */
export type EndpointSample = {
  readonly endpoint: string;
  readonly error: SampleError;
};

/** One tick of the collector: the unit that is recorded, replayed and held in the ring. `at` wall ms, `mono` monotonic ms. */
export type ClusterSample = {
  readonly at: number;
  readonly mono: number;
  readonly intervalSeconds: number;
  readonly clusterId?: string | undefined;
  readonly members: readonly MemberSample[];
  readonly endpoints: readonly EndpointSample[];
  /** What the collector has to say about itself, such as TLS files that changed but cannot be used yet. */
  readonly notices?: readonly string[] | undefined;
  /** Certificates of files: the client's own and those that discovery found. */
  readonly certificates?: readonly CertificateSample[] | undefined;
  /** Marks a person dropped since the sample before. */
  readonly marks?: readonly Mark[] | undefined;
};

export type Mark = { readonly at: number; readonly text: string };

/** The one seam: live polling and replay are both this, recording wraps one. */
export type Source = AsyncIterable<ClusterSample>;

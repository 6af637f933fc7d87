import * as z from 'zod';
import type { MetricSet } from '../model/metric-set.ts';
import { type ClusterSample, errorKinds, type MemberSample } from '../model/sample.ts';

const text = z.string();
const error = z.object({ kind: z.enum(errorKinds), text });
const counter = z.string().regex(/^-?\d{1,20}$/);
const bytes = z.number().nonnegative();

const status = z.object({
  version: text,
  leaderId: text.optional(),
  term: counter,
  raftIndex: counter,
  appliedIndex: counter,
  revision: counter,
  dbSizeBytes: bytes,
  dbInUseBytes: bytes.optional(),
  quotaBytes: bytes.optional(),
  storageVersion: text.optional(),
  learner: z.boolean(),
  errors: z.array(text),
  rttSeconds: z.number(),
});

const metrics = z.object({
  from: text,
  seconds: z.number(),
  bytes,
  mono: z.number(),
  shape: z.int().nonnegative(),
  values: z.array(z.number().nullable()),
  clock: z.object({ offsetSeconds: z.number(), errorSeconds: z.number() }).optional(),
  relay: z.object({ from: text, everySeconds: z.number().positive() }).optional(),
});

const member = z.object({
  id: text,
  name: text,
  endpoint: text,
  peerUrls: z.array(text),
  clientUrls: z.array(text),
  learner: z.boolean(),
  status: status.optional(),
  statusError: error.optional(),
  metrics: metrics.optional(),
  metricsError: error.optional(),
  linearizable: z.object({ at: z.number(), seconds: z.number().optional(), error: error.optional() }).optional(),
  servingCertNotAfter: z.number().optional(),
});

/** A sample as a line holds it. */
export const recordedSample = z.object({
  at: z.number(),
  mono: z.number(),
  intervalSeconds: z.number().positive(),
  clusterId: text.optional(),
  members: z.array(member),
  endpoints: z.array(z.object({ endpoint: text, error })),
  notices: z.array(text).optional(),
  certificates: z.array(z.object({ what: text, notAfter: z.number() })).optional(),
  marks: z.array(z.object({ at: z.number(), text })).optional(),
});

/** The first line: format and when recording began, ms since epoch. */
export const headerLine = z.object({ etcdoc: z.literal('etcdoc/recording/v1'), startedAt: z.number() });

/** A line after the first: the keys of a shape, once, before the samples that point at it; or a sample. */
export const bodyLine = z.union([
  z.object({ shape: z.int().nonnegative(), keys: z.array(text).max(200_000) }),
  z.object({ sample: recordedSample }),
]);

export type Header = z.infer<typeof headerLine>;
export type RecordedSample = z.infer<typeof recordedSample>;

/** The sample that was recorded; `setOf` finds the keys and throws when shape and values do not fit together. */
export function fromRecorded(
  recorded: RecordedSample,
  setOf: (shape: number, values: Float64Array) => MetricSet,
): ClusterSample {
  const members = recorded.members.map((one): MemberSample => {
    const { status: said, metrics: read, ...rest } = one;
    return {
      ...rest,
      status: said && { ...said, ...bigints(said) },
      metrics: read && {
        from: read.from,
        seconds: read.seconds,
        bytes: read.bytes,
        mono: read.mono,
        ...(read.clock && { clock: read.clock }),
        ...(read.relay && { relay: read.relay }),
        set: setOf(
          read.shape,
          Float64Array.from(read.values, (value) => value ?? Number.NaN),
        ),
      },
    };
  });
  return { ...recorded, members };
}

function bigints({ term, raftIndex, appliedIndex, revision }: z.infer<typeof status>) {
  return {
    term: BigInt(term),
    raftIndex: BigInt(raftIndex),
    appliedIndex: BigInt(appliedIndex),
    revision: BigInt(revision),
  };
}

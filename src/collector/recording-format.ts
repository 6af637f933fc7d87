import type { MetricSet } from '../model/metric-set.ts';
import type { ClusterSample, StatusSample } from '../model/sample.ts';
import type { Header, RecordedSample } from './recording-schema.ts';

/** What the first line of a recording says it is. */
export const recordingFormat: Header['etcdoc'] = 'etcdoc/recording/v1';

/** A sample as a JSON value: 64-bit numbers as decimal strings, the series as numbers whose keys stand in shape `shapeId`. */
export function toRecorded(taken: ClusterSample, shapeId: (set: MetricSet) => number): RecordedSample {
  const members = taken.members.map((one) => ({
    ...one,
    peerUrls: [...one.peerUrls],
    clientUrls: [...one.clientUrls],
    status: one.status && { ...one.status, ...decimals(one.status), errors: [...one.status.errors] },
    metrics: one.metrics && {
      from: one.metrics.from,
      seconds: one.metrics.seconds,
      bytes: one.metrics.bytes,
      mono: one.metrics.mono,
      shape: shapeId(one.metrics.set),
      clock: one.metrics.clock,
      relay: one.metrics.relay,
      values: Array.from(one.metrics.set.values, (value) => (Number.isNaN(value) ? null : value)),
    },
  }));
  const { endpoints, notices, marks, certificates } = taken;
  return {
    ...taken,
    members,
    endpoints: [...endpoints],
    notices: notices && [...notices],
    certificates: certificates && [...certificates],
    marks: marks && [...marks],
  };
}

function decimals({ term, raftIndex, appliedIndex, revision }: StatusSample) {
  return {
    term: String(term),
    raftIndex: String(raftIndex),
    appliedIndex: String(appliedIndex),
    revision: String(revision),
  };
}

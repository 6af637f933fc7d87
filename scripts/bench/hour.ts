import { createPoller } from '../../src/collector/poller.ts';
import { openRecorder } from '../../src/collector/recording.ts';
import type { MetricSet } from '../../src/model/metric-set.ts';
import type { ClusterSample, MemberSample, StatusSample } from '../../src/model/sample.ts';
import { connectionTo } from '../../test/lab/connection-to.ts';
import type { LabCluster } from '../../test/lab/lab-cluster.ts';

const count = 1_800;
const intervalSeconds = 2;

/** Real samples, one a second. */
export async function takeSamples(cluster: LabCluster, seconds: number): Promise<ClusterSample[]> {
  const poller = createPoller(connectionTo(cluster), { intervalSeconds: 1 });
  const samples: ClusterSample[] = [];
  for await (const sample of poller) {
    samples.push(sample);
    if (samples.length > seconds) break;
  }
  poller.close();
  return samples;
}

/** Writes a recording of an hour that goes on as the samples did: counters advance at their pace, up and down by half, all else stays. */
export function writeHour(samples: readonly ClusterSample[], file: string): void {
  const last = samples.at(-1);
  const first = samples.findLast((sample) => last !== undefined && isComparable(sample, last)) ?? last;
  if (first === undefined || last === undefined) throw new Error('no samples to go on from');
  const recorder = openRecorder(file);
  const seconds = Math.max(1, (last.mono - first.mono) / 1000);
  const start = last.at - count * intervalSeconds * 1000;
  for (let number = 0, passed = 0; number < count; number += 1) {
    passed += (intervalSeconds / seconds) * (1 + Math.sin(number / 7) / 2);
    const mono = number * intervalSeconds * 1000;
    const members = last.members.map((member, index) => later(first.members[index] ?? member, member, passed, mono));
    recorder.write({ ...last, at: start + mono, mono, intervalSeconds, members });
  }
  recorder.close();
  const problem = recorder.problem();
  if (problem !== undefined) throw new Error(problem);
}

function isComparable(a: ClusterSample, b: ClusterSample): boolean {
  return (
    b.mono - a.mono >= 4_000 &&
    a.members.every((member, index) => member.metrics?.set.shape === b.members[index]?.metrics?.set.shape)
  );
}

function later(from: MemberSample, to: MemberSample, passed: number, mono: number): MemberSample {
  const { metrics, status } = to;
  return {
    ...to,
    status: status && { ...status, ...laterCounts(from.status ?? status, status, passed) },
    metrics: metrics && {
      ...metrics,
      mono: mono + 10,
      set: laterSet(from.metrics?.set ?? metrics.set, metrics.set, passed),
    },
  };
}

function laterCounts(from: StatusSample, to: StatusSample, passed: number) {
  const go = (a: bigint, b: bigint) => b + BigInt(Math.round(Number(b - a) * passed));
  return {
    raftIndex: go(from.raftIndex, to.raftIndex),
    appliedIndex: go(from.appliedIndex, to.appliedIndex),
    revision: go(from.revision, to.revision),
  };
}

function laterSet(from: MetricSet, to: MetricSet, passed: number): MetricSet {
  const values = to.values.map((value, index) => {
    const key = to.shape.keys[index] ?? '';
    if (!/(_total|_bucket|_count|_sum)(\{|$)|proposals_/.test(key)) return value;
    const grown = Math.max(0, value - (from.values[index] ?? value)) * passed;
    return value + (Number.isInteger(value) ? Math.round(grown) : grown);
  });
  return { shape: to.shape, values };
}

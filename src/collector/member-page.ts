import { randomUUID } from 'node:crypto';
import { breaksBetween } from '../model/break.ts';
import type { MetricSet, Shape } from '../model/metric-set.ts';
import type { ClusterSample, MemberSample } from '../model/sample.ts';
import { withoutSecrets } from '../text/without-secrets.ts';
import type { MemberPageFormat } from './member-page-read.ts';
import { toRecorded } from './recording-format.ts';

/** What a daemon gives of the member beside it: the last raw samples, for readers that cannot reach its metrics. */
export type MemberPage = {
  /** Takes the newest sample of the loop; `localId` is the member on this host, undefined while it is not known. */
  readonly take: (sample: ClusterSample, localId: string | undefined) => void;
  /** The page as JSON, its age told anew each time; undefined while there is nothing to give. */
  readonly text: () => string | undefined;
};

const format: MemberPageFormat = 'etcdoc/member/v1';

/** A page without samples yet; `now` is the monotonic clock of the samples, in ms. One per run of the daemon. */
export function openMemberPage(now: () => number = () => performance.now()): MemberPage {
  const instance = randomUUID();
  let samples: readonly ClusterSample[] = [];
  let rest: string | undefined;
  return {
    take: (sample, localId) => {
      const own = ownOf(sample, localId);
      samples = own === undefined ? [] : [...samples.slice(-1).filter((before) => goesBefore(before, own)), own];
      rest = undefined;
    },
    text: () => {
      const last = samples.at(-1);
      if (last === undefined) return undefined;
      rest ??= withoutSecrets(JSON.stringify(bodyOf(samples)));
      const mono = now();
      const head = JSON.stringify({ etcdoc: format, instance, mono, ageSeconds: (mono - last.mono) / 1000 });
      return `${head.slice(0, -1)},${rest.slice(1)}\n`;
    },
  };
}

/** The sample with nothing in it but the member on this host, as this daemon read it itself. */
function ownOf(sample: ClusterSample, localId: string | undefined): ClusterSample | undefined {
  const { at, mono, intervalSeconds, clusterId } = sample;
  const member = sample.members.find(({ id }) => id === localId);
  return member && { at, mono, intervalSeconds, clusterId, members: [firstHand(member)], endpoints: [] };
}

function firstHand(member: MemberSample): MemberSample {
  if (member.metrics?.relay === undefined) return member;
  const metricsError = { kind: 'other', text: 'it has them from another daemon itself' } as const;
  return { ...member, metrics: undefined, metricsError };
}

/** Whether a page of `before` makes rates with one of `now`: a reader that comes new has them at once. */
function goesBefore(before: ClusterSample, now: ClusterSample): boolean {
  const [old, young] = [before.members[0], now.members[0]];
  return old?.metrics !== undefined && old.id === young?.id && !breaksBetween(before, now);
}

function bodyOf(samples: readonly ClusterSample[]) {
  const shapes = new Map<Shape, number>();
  const shapeId = ({ shape }: MetricSet): number => {
    const id = shapes.get(shape) ?? shapes.size;
    shapes.set(shape, id);
    return id;
  };
  const recorded = samples.map((sample) => toRecorded(sample, shapeId));
  return { shapes: [...shapes.keys()].map(({ keys }) => keys), samples: recorded };
}

import type { MemberSample, SampleError } from '../sample.ts';
import type { HealthWord } from '../view.ts';
import { accessOf } from './access.ts';

/** One sentence on what is wrong with a member or missing from it, and what would mend it. Foreign text. */
export function troubleOf(member: MemberSample, health: HealthWord): string | undefined {
  switch (health) {
    case 'UNSTARTED':
      return 'was added but has never started: start etcd with this peer URL, or remove the member';
    case 'HUNG':
      return `no answer: ${hangOf(member)}`;
    case 'DOWN':
      return `cannot be reached: ${textOf(member.statusError)}`;
    case 'DEFRAG':
      return 'is being defragmented and serves nothing until that is done';
    case 'CORRUPT':
      return 'alarm CORRUPT: its data differs from the other members; replace the member';
    case 'NOSPACE':
      return 'alarm NOSPACE: no writes until space is freed and the alarm disarmed';
    case 'NOLEADER':
      return 'sees no leader: no writes and no linearizable reads here';
    default:
      return missingPart(member);
  }
}

/** What a silence may mean, before whose it is: a narrow screen cuts the end. Foreign text. */
export function hangOf(member: MemberSample): string {
  const meaning = member.metrics
    ? 'its metrics answer, so overloaded or waiting for its disk'
    : 'frozen, cut off, or waiting for its disk';
  return `${meaning} (${textOf(member.statusError)})`;
}

function missingPart(member: MemberSample): string | undefined {
  const access = accessOf(member);
  if (access === 'metrics-only' && member.statusError === undefined) return 'only its metrics page is asked';
  if (access === 'metrics-only') return `metrics answer, but gRPC fails: ${textOf(member.statusError)}`;
  if (access !== 'api-only') return undefined;
  return `no metrics (${textOf(member.metricsError)}), so disk, RTT and rate columns stay empty; etcd-expose-metrics: true on RKE2 or K3s, --listen-metrics-urls on a reachable address, or etcdoc serve on its host fills them`;
}

const textOf = (error: SampleError | undefined): string => error?.text ?? 'not asked yet';

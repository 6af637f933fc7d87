import { serverIdOf } from '../../src/collector/given-metrics.ts';
import { parseMetrics } from '../../src/collector/metrics-text.ts';
import { wantedFamilies } from '../../src/model/registry.ts';
import type { ClusterSample, MemberSample } from '../../src/model/sample.ts';
import { fixturePages } from './fixture-pages.ts';

export const clusterId = 'cdf818194e3a8c32';
export const set = parseMetrics(Buffer.from(fixturePages.get('3.5.30-leader') ?? ''), wantedFamilies);
/** The member that the page names itself. */
export const memberId = serverIdOf(set) ?? '';

/** A sample of three members as the daemon beside the first took it, `mono` by its clock; `change` is what differs in the first. */
export function daemonSample(mono: number, change: Partial<MemberSample> = {}): ClusterSample {
  const member: MemberSample = {
    id: memberId,
    name: 'cp-1',
    endpoint: 'https://10.0.0.11:2379',
    peerUrls: ['https://10.0.0.11:2380'],
    clientUrls: ['https://10.0.0.11:2379'],
    learner: false,
    metrics: { from: 'http://127.0.0.1:2381/metrics', seconds: 0.004, bytes: 190_000, mono: mono + 5, set },
    ...change,
  };
  return {
    at: 1_763_733_600_000 + mono,
    mono,
    intervalSeconds: 15,
    clusterId,
    members: [member, { ...member, id: '2' }, { ...member, id: '3' }],
    endpoints: [{ endpoint: 'https://10.0.0.19:2379', error: { kind: 'refused', text: 'connection refused' } }],
    notices: ['TLS files changed but cannot be used yet: /etc/etcd/client.key'],
    certificates: [{ what: 'CA /etc/etcd/ca.crt', notAfter: 1_800_000_000_000 }],
    marks: [{ at: 1, text: 'a note of a person' }],
  };
}

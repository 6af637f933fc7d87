import { answered, seesLeader, unstarted } from '../derive/access.ts';
import type { ClusterSample, MemberSample } from '../sample.ts';
import type { Scrape, Target } from './series-store.ts';

/** A sample as Prometheus would have scraped it: one target per started member, its id as the instance. */
export function scrapeOf(sample: ClusterSample): Scrape {
  return { at: sample.at, targets: sample.members.filter((member) => !unstarted(member)).map(targetOf) };
}

/** A member that answers at all is up: metrics may be out of reach (RKE2, K3s) while it is well. */
function targetOf(member: MemberSample): Target {
  const up = { name: 'up', value: Number(answered(member)) };
  return {
    labels: { instance: member.id, job: 'etcd' },
    set: member.metrics?.set,
    values: [up, ...(member.metrics ? [] : statusValues(member))],
  };
}

/** What Status says of the families that a page would have had. */
function statusValues(member: MemberSample): NonNullable<Target['values']> {
  const { status } = member;
  if (!status) return [];
  return [
    { name: 'etcd_server_has_leader', value: Number(seesLeader(member) ?? 0) },
    { name: 'etcd_server_is_learner', value: Number(status.learner) },
    { name: 'etcd_server_id', labels: { server_id: member.id }, value: 1 },
    { name: 'etcd_mvcc_db_total_size_in_bytes', value: status.dbSizeBytes },
    ...(status.dbInUseBytes ? [{ name: 'etcd_mvcc_db_total_size_in_use_in_bytes', value: status.dbInUseBytes }] : []),
    ...(status.quotaBytes ? [{ name: 'etcd_server_quota_backend_bytes', value: status.quotaBytes }] : []),
  ];
}

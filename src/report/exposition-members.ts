import { seesLeader } from '../model/derive/access.ts';
import { type MetricId, metricIds, registry } from '../model/registry.ts';
import type { ClusterView, MemberView } from '../model/view.ts';
import { type Family, gauge, states } from './exposition-family.ts';
import { metricName } from './exposition-names.ts';

const accesses = ['full', 'api-only', 'metrics-only', 'down'] as const;
const levels = ['ok', 'warning', 'critical', 'unknown'] as const;

/** The two labels of every series about a member; names are not unique, ids are. */
const memberLabels = ({ label, id }: Pick<MemberView, 'label' | 'id'>) => ({ member: label, member_id: id });

/** Whether each member answered; it stays when everything else of a member that does not answer goes. */
export function upFamily(view: ClusterView, silent: boolean): Family {
  return gauge(
    'etcdoc_up',
    'Whether the member answered the last poll of etcdoc, by gRPC or with its metrics.',
    view.members.map((member) => [memberLabels(member), !silent && member.access !== 'down']),
  );
}

/** Every metric of the registry and what else is known of each member that answers. */
export function memberFamilies(view: ClusterView): readonly Family[] {
  // A member that does not answer has no numbers: those of its last answer would look like the present.
  const answering = view.members.filter(({ access }) => access !== 'down');
  const each = (name: string, help: string, value: (member: MemberView) => number | boolean | undefined) =>
    gauge(
      name,
      help,
      answering.map((member) => [memberLabels(member), value(member)]),
    );
  return [
    ...metricIds.map((id) => each(metricName(id), helpOf(id), ({ readings }) => readings[id].value)),
    pairs(view, answering),
    each('etcdoc_is_leader', 'Whether the member leads.', ({ role }) => role === 'leader'),
    each('etcdoc_sees_leader', 'Whether the member sees a leader.', ({ sample }) => seesLeader(sample)),
    each('etcdoc_is_learner', 'Whether the member is a learner without a vote.', ({ role }) => role === 'learner'),
    each(
      'etcdoc_serving_certificate_not_after_timestamp_seconds',
      "When the member's serving certificate ends.",
      ({ sample }) => (sample.servingCertNotAfter === undefined ? undefined : sample.servingCertNotAfter / 1000),
    ),
    each(
      'etcdoc_scrape_duration_seconds',
      "How long the last read of the member's metrics took.",
      ({ sample }) => sample.metrics?.seconds,
    ),
    each('etcdoc_scrape_bytes', "How long the member's metrics page was.", ({ sample }) => sample.metrics?.bytes),
    gauge(
      'etcdoc_member_info',
      'Version and endpoint of the member; always 1.',
      answering.map((member) => [
        { ...memberLabels(member), version: member.version ?? '', endpoint: member.sample.endpoint },
        1,
      ]),
    ),
    gauge(
      'etcdoc_member_access',
      'What answers: gRPC and metrics (full), one of the two, or nothing (down).',
      view.members.flatMap((member) => states('access', accesses, member.access, memberLabels(member))),
    ),
    gauge(
      'etcdoc_member_level',
      'The worst state of the member as a screen would colour it.',
      view.members.flatMap((member) => states('level', levels, member.level, memberLabels(member))),
    ),
  ];
}

function pairs(view: ClusterView, answering: readonly MemberView[]): Family {
  return gauge(
    'etcdoc_peer_pair_rtt_p99_seconds',
    'Round trip from one member to another as the prober of the first sees it, p99.',
    answering.flatMap((from) =>
      view.members.flatMap((to) => {
        const value = view.rtt[from.id]?.[to.id]?.value;
        return [[{ ...memberLabels(from), peer: to.label, peer_id: to.id }, value] as const];
      }),
    ),
  );
}

function helpOf(id: MetricId): string {
  const { title, help, needs, sinceVersion } = registry[id];
  const since = sinceVersion === undefined ? '' : ` From etcd ${sinceVersion} on.`;
  return `${title}: ${help}${needs === undefined || help.includes(needs) ? '' : ` Needs ${needs}.`}${since}`;
}

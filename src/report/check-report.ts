import { canDrain, type Drain } from '../model/can-drain.ts';
import type { Cause } from '../model/cause.ts';
import type { Blind, Finding } from '../model/finding.ts';
import { type MetricId, metricIds, registry } from '../model/registry.ts';
import { judge } from '../model/verdict.ts';
import type { ClusterView, MemberView } from '../model/view.ts';
import { checkResults } from './check-results.ts';
import type { ReportOptions } from './format.ts';
import type { Provenance } from './provenance.ts';
import type { CheckV1 } from './schema/check-v1.ts';

/** The name and version of the object that `check -o json` prints. */
export const checkSchema = 'etcdoc.check/v1' as const;

/** A view as scripts read it: ids as hex text, revision and term as decimal text, unknown as null. */
export function checkReport(view: ClusterView, { failOn, from, off, distribution }: ReportOptions): CheckV1 {
  const { verdict, exitCode } = judge(view, failOn);
  return {
    schema: checkSchema,
    ...(from && { from: fromOf(from) }),
    at: new Date(view.at).toISOString(),
    windowSeconds: view.windowSeconds,
    verdict,
    exitCode,
    cluster: clusterOf(view),
    members: view.members.map(memberOf),
    endpoints: view.endpoints.map(({ endpoint, error }) => ({ endpoint, error: error.text })),
    findings: view.findings.map(findingOf),
    causes: view.causes.map(causeOf),
    unmeasured: checkResults(view, off).flatMap(({ state, blind }) => (state === 'off' ? [] : blind.map(blindOf))),
    notices: view.notices ?? [],
    maintenance: canDrain(view, distribution).map(drainOf),
  };
}

function clusterOf(view: ClusterView): CheckV1['cluster'] {
  // Without the member list nobody knows how many there are.
  const listed = view.clusterId !== undefined;
  return {
    id: view.clusterId ?? null,
    version: view.versions[0] ?? view.clusterVersion ?? null,
    leader: view.leader.id ?? null,
    term: view.term?.toString() ?? null,
    revision: view.revision?.toString() ?? null,
    members: view.members.length,
    voters: listed ? view.quorum.voters : null,
    reachable: view.members.filter((member) => member.access !== 'down').length,
    quorum: listed ? view.quorum.needed : null,
    canLose: listed ? view.quorum.canLose : null,
    alarms: view.alarms.map(({ type, memberId, memberName }) => ({ type, member: memberId, name: memberName })),
  };
}

function memberOf(member: MemberView): CheckV1['members'][number] {
  return {
    id: member.id,
    name: member.label,
    endpoint: member.sample.endpoint,
    role: member.role,
    source: member.access,
    metricsFrom: member.sample.metrics?.from ?? null,
    metricsAgeSeconds: member.relayAgeSeconds ?? null,
    health: member.health,
    error: member.trouble ?? null,
    version: member.version ?? null,
    readings: Object.fromEntries(metricIds.map((id) => [id, readingOf(member, id)])),
  };
}

function readingOf(member: MemberView, id: MetricId) {
  const { value, level, unknown } = member.readings[id];
  const { unit } = registry[id];
  return { value: value ?? null, unit, level, ...(value === undefined && unknown && { unknown: unknown.reason }) };
}

function fromOf({ etcdoc, host, asked, recorded, origin, samples, rules }: Provenance): CheckV1['from'] {
  return { etcdoc, host, asked, recorded, ...(origin !== undefined && { origin }), samples, rules };
}

function blindOf({ check, subjectName, text }: Blind): CheckV1['unmeasured'][number] {
  return { check, subject: subjectName, text };
}

function findingOf(finding: Finding) {
  return {
    check: finding.check,
    severity: finding.severity,
    subject: finding.subjectName,
    value: finding.value ?? null,
    threshold: finding.threshold ?? null,
    text: finding.text,
    remedy: finding.remedy,
    source: finding.source,
  };
}

function causeOf({ cause, severity, subjectName, confidence, text, because, evidence, against, next, since }: Cause) {
  return {
    ...{ cause, subject: subjectName, confidence, severity, text, because, evidence },
    against: against ?? null,
    next,
    since: since === undefined ? null : new Date(since).toISOString(),
  };
}

/** "Can it be taken down now?" of one member. */
export function drainOf({ memberId, label, answer, reasons, first }: Drain) {
  return { member: memberId, name: label, answer, reasons, first };
}

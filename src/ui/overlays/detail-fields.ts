import { formatInteger, formatValue } from '../../model/format.ts';
import { type MetricId, registry } from '../../model/registry.ts';
import type { MetricsSample } from '../../model/sample.ts';
import type { Access, ClusterView, MemberView } from '../../model/view.ts';
import type { Look } from '../look.ts';
import type { PaneProps } from '../pane.ts';
import { dayTime } from '../widgets/clock.ts';
import { duration } from '../widgets/figure.ts';
import { foreign } from '../widgets/row.ts';
import { unknownWords } from '../widgets/unknown.ts';
import type { Field } from './fields.ts';

/** Who the member is and how it is. */
export function identityFields(member: MemberView, view: ClusterView, look: Look): Field[] {
  const { sample } = member;
  const alarms = view.alarms.filter(({ memberId }) => memberId === member.id).map(({ type }) => type);
  return [
    ['state', `${member.health}${member.trouble ? `: ${foreign(member.trouble, look)}` : ''}`],
    ['role', member.role],
    ['id', foreign(member.id, look)],
    [
      'version',
      `${foreign(member.version, look)}${sample.status?.storageVersion ? ` (storage ${foreign(sample.status.storageVersion, look)})` : ''}`,
    ],
    ['client URLs', list(sample.clientUrls, look)],
    ['peer URLs', list(sample.peerUrls, look)],
    ['alarms', alarms.join(', ') || (sample.status ? 'none' : 'not known')],
    ['Status errors', sample.status ? list(sample.status.errors, look) || 'none' : ''],
  ];
}

/** How it was reached, where its metrics came from, and what was tried in vain. */
export function accessFields(member: MemberView, { look, now }: PaneProps): Field[] {
  const { sample } = member;
  const { metrics, statusError, metricsError, linearizable, servingCertNotAfter } = sample;
  const status = sample.status
    ? `answered in ${formatValue(sample.status.rttSeconds, 'seconds')}`
    : errorText(statusError, look);
  const read =
    linearizable === undefined
      ? 'not asked'
      : linearizable.seconds === undefined
        ? errorText(linearizable.error, look)
        : formatValue(linearizable.seconds, 'seconds');
  const age = linearizable === undefined ? '' : `, ${duration((now - linearizable.at) / 1000)} ago`;
  return [
    ['access', metrics?.relay && member.access === 'full' ? relayed : accessWords[member.access]],
    ['endpoint', foreign(sample.endpoint, look)],
    ['Status', status],
    ['linearizable read', `${read}${age}`],
    [
      'metrics from',
      metrics
        ? `${metricsFrom(metrics, member.relayAgeSeconds, look)}  ${formatValue(metrics.bytes, 'bytes')} in ${formatValue(metrics.seconds, 'seconds')}`
        : `nowhere: ${errorText(metricsError, look)}`,
    ],
    ['last answer', member.ageSeconds === undefined ? 'never' : `${duration(member.ageSeconds)} ago`],
    ['serving certificate', certificateWords(servingCertNotAfter, now)],
  ];
}

export function raftFields(member: MemberView, look: Look): Field[] {
  const status = member.sample.status;
  const index = status
    ? `${formatInteger(status.raftIndex)}  applied ${formatInteger(status.appliedIndex)}  term ${status.term}`
    : '';
  return [
    ['raft index', index],
    ['revision', status ? formatInteger(status.revision) : ''],
    ['leader id', foreign(status?.leaderId, look)],
    ...metricFields(member, [
      'raftIndexLag',
      'applyBacklog',
      'dbSizeBytes',
      'dbInUseBytes',
      'quotaBytes',
      'quotaUsedRatio',
    ]),
  ];
}

export function processFields(member: MemberView, { now }: PaneProps): Field[] {
  const uptime =
    member.startedAt === undefined ? member.readings.uptimeSeconds?.value : (now - member.startedAt) / 1000;
  const since = member.startedAt === undefined ? '' : ` since ${dayTime(member.startedAt)}`;
  return [
    ['uptime', uptime === undefined ? '' : `${duration(uptime)}${since}`],
    ...metricFields(member, ['cpuCores', 'residentBytes', 'openFdsRatio']),
  ];
}

function metricFields(member: MemberView, metrics: readonly MetricId[]): Field[] {
  return metrics.map((id) => {
    const reading = member.readings[id];
    const mark = reading?.level === 'critical' ? ' !!' : reading?.level === 'warning' ? ' !' : '';
    const { title, unit } = registry[id];
    if (reading?.value === undefined || !Number.isFinite(reading.value)) {
      const why = unknownWords(reading?.unknown);
      return [title, why ? `- (${why})` : '-'];
    }
    const text = unit === 'cores' ? `${(reading.value * 100).toFixed(1)}%` : formatValue(reading.value, unit);
    return [title, `${text}${mark}`];
  });
}

const accessWords: Readonly<Record<Access, string>> = {
  full: 'full: gRPC and metrics',
  'api-only': 'api-only: gRPC answers, metrics do not',
  'metrics-only': 'metrics-only: metrics answer, gRPC does not',
  down: 'down: neither gRPC nor metrics answer',
};

const relayed = 'full: gRPC, and metrics by the etcdoc daemon beside it';

/** The page itself, or the daemon that gave it on, how old it is then, and where the daemon read it. */
function metricsFrom({ from, relay }: MetricsSample, ageSeconds: number | undefined, look: Look): string {
  if (relay === undefined) return foreign(from, look);
  const daemon = `the etcdoc daemon at ${foreign(URL.parse(from)?.host ?? from, look)}, ${duration(ageSeconds)} old`;
  return `${daemon}; every ${duration(relay.everySeconds)} it reads ${foreign(relay.from, look)}`;
}

function certificateWords(notAfter: number | undefined, now: number): string {
  if (notAfter === undefined) return 'not seen';
  const left = (notAfter - now) / 1000;
  return `${left > 0 ? `expires in ${duration(left)}` : `EXPIRED ${duration(-left)} ago`}, ${dayTime(notAfter)}`;
}

function errorText(error: { readonly kind: string; readonly text: string } | undefined, look: Look): string {
  return error ? `${error.kind}: ${foreign(error.text, look)}` : '';
}

function list(texts: readonly string[], look: Look): string {
  return texts.map((text) => foreign(text, look)).join('  ');
}

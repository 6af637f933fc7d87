import { nobodyLeads } from '../../model/derive/access.ts';
import { formatBytes, formatCount, formatInteger, formatPerSecond } from '../../model/format.ts';
import type { MetricId } from '../../model/registry.ts';
import type { ClusterView } from '../../model/view.ts';
import { fit, width } from '../../text/width.ts';
import type { Line } from '../line.ts';
import type { Look } from '../look.ts';
import { clockTime } from '../widgets/clock.ts';
import { type Fact, factsLine } from '../widgets/facts.ts';
import { duration } from '../widgets/figure.ts';
import { foreign } from '../widgets/row.ts';
import { type FrameFacts, freshnessWord } from './freshness.ts';

/** The first `rows` lines of the screen: quorum, leader and freshness; then version, revision and alarms; then load. */
export function headerLines(view: ClusterView, facts: FrameFacts, look: Look, columns: number, rows: number): Line[] {
  const state = freshnessWord(view, facts);
  const fresh: Fact[] = [
    { text: state.text, tone: state.tone, rank: 99 },
    { text: clockTime(view.at), rank: 60 },
  ];
  const told = rows < 3 ? [worst(view, rows === 1)] : [];
  return [
    factsLine(identity(view, look, columns), [...(rows === 1 ? told : []), ...fresh], columns),
    factsLine(condition(view, look), [...(rows === 2 ? told : []), ...mode(view, facts)], columns),
    factsLine(load(view), [worst(view, false)], columns),
  ].slice(0, rows);
}

/** Which cluster, for whoever watches several, and the term stand here only where the three answers are whole. */
function identity(view: ClusterView, look: Look, columns: number): Fact[] {
  const { leader } = view;
  const name = brief(leader.name ?? leader.id, look);
  const led = leader.since === undefined ? 0 : Math.round((view.at - leader.since) / 1000);
  const id = foreign(view.clusterId, look);
  return [
    { text: 'etcdoc top', short: '', rank: 5, tone: 'title' },
    {
      text: `cluster ${id === '' ? '?' : columns < 100 ? fit(id, Math.min(8, width(id)), 'left', '') : id}`,
      short: '',
      rank: 8,
    },
    quorumFact(view),
    ...(leader.id === undefined ? [leaderless(view)] : [{ text: `leader ${name}`, short: `L=${name}`, rank: 97 }]),
    ...(leader.id !== undefined && led >= 60
      ? [{ text: `for ${duration(led)}${leader.atLeast ? '+' : ''}`, short: '', rank: 6, close: true }]
      : []),
    { text: `term ${view.term ?? '-'}`, short: '', rank: 7 },
  ];
}

/** A metrics page alone tells that somebody leads, not who; where nobody answers, nobody can say that none does. */
function leaderless(view: ClusterView): Fact {
  if (!nobodyLeads(view)) return { text: 'leader ?', short: 'L=?', rank: 97 };
  return { text: 'no leader', rank: 97, tone: 'critical' };
}

const longestName = 20;

/** A long name must not push the answers off the line. */
function brief(text: string | undefined, look: Look): string {
  const shown = foreign(text, look);
  return fit(shown, Math.min(longestName, width(shown)));
}

function quorumFact({ quorum, clusterId, members }: ClusterView): Fact {
  const count = `${quorum.healthy}/${quorum.voters}`;
  if (quorum.state === 'unknown') return { text: 'QUORUM ?', rank: 98, tone: 'warning' };
  if (quorum.state === 'lost') {
    // Who answers without seeing a leader is not counted, and may be all that is needed.
    const answer = members.filter(({ access, role }) => access !== 'down' && role !== 'learner').length;
    const text = `QUORUM ${count} LOST (${answer} ${answer === 1 ? 'answers' : 'answer'}, ${quorum.needed} needed)`;
    return { text, short: `QUORUM ${count} LOST`, rank: 98, tone: 'critical' };
  }
  // Without the member list nobody knows how many voters there are.
  if (clusterId === undefined && members.length > 0) return { text: 'QUORUM OK', rank: 98, tone: 'ok' };
  const margin = quorum.canLose === 0 ? 'tolerates none' : `tolerates ${quorum.canLose}`;
  const tone = quorum.healthy < quorum.voters ? 'warning' : 'ok';
  return { text: `QUORUM ${count} OK (${margin})`, short: `QUORUM ${count} OK`, rank: 98, tone };
}

function condition(view: ClusterView, look: Look): Fact[] {
  const versions = view.versions.map((version) => brief(version, look)).join(', ') || '?';
  const storage = view.storageVersion === undefined ? '' : ` (storage ${brief(view.storageVersion, look)})`;
  const rate = view.revisionPerSecond === undefined ? '' : ` +${formatPerSecond(view.revisionPerSecond)}`;
  const changes = view.leader.changes;
  return [
    {
      text: `etcd ${versions}${storage}`,
      short: `v${versions}`,
      rank: 40,
      tone: view.versions.length > 1 ? 'warning' : 'plain',
    },
    alarmFact(view, look),
    {
      text: `leader chg ${changes} in ${duration(view.leader.changesSeconds)}`,
      short: `lc ${changes}`,
      rank: 45,
      tone: changes > 0 ? 'warning' : 'plain',
    },
    {
      text: `rev ${view.revision === undefined ? '-' : formatInteger(view.revision)}${rate}`,
      short: `rev${rate}`,
      rank: 35,
    },
    ...(view.compactRevision === undefined
      ? []
      : [{ text: `compacted ${formatInteger(view.compactRevision)}`, short: '', rank: 5 }]),
  ];
}

function alarmFact({ alarms }: ClusterView, look: Look): Fact {
  if (alarms.length === 0) return { text: 'alarms none', rank: 50 };
  const list = alarms.map(({ type, memberName }) => `${type} ${brief(memberName, look)}`).join(', ');
  return {
    text: `ALARM ${list}`,
    short: `ALARM ${[...new Set(alarms.map(({ type }) => type))].join(' ')}`,
    rank: 95,
    tone: 'critical',
  };
}

function mode(view: ClusterView, facts: FrameFacts): Fact[] {
  const { recordingBytes } = facts;
  return [
    ...(recordingBytes === undefined
      ? []
      : [{ text: `REC ${formatBytes(recordingBytes)}`, short: 'REC', rank: 90, tone: 'accent' as const }]),
    { text: `win ${duration(view.windowSeconds)}`, rank: 25 },
    facts.allowActions ? { text: '[RW]', rank: 92, tone: 'warning' } : { text: 'READ-ONLY', short: 'RO', rank: 15 },
  ];
}

function load({ totals, members }: ClusterView): Fact[] {
  if (members.every(({ sample }) => sample.metrics === undefined))
    return [{ text: 'load unknown: no metrics', rank: 40, tone: 'dim' }];
  const perSecond = (name: string, id: MetricId, rank: number): Fact[] => {
    const value = totals[id];
    // Numbers that few ask for go before anything is put in shorter words.
    return value === undefined
      ? []
      : [{ text: `${name} ${formatPerSecond(value)}`, short: rank < 10 ? '' : undefined, rank }];
  };
  const count = (name: string, id: MetricId, rank: number): Fact[] => {
    const value = totals[id];
    return value === undefined ? [] : [{ text: `${name} ${formatCount(value)}`, rank }];
  };
  return [
    ...perSecond('put', 'putsPerSecond', 50),
    ...perSecond('range', 'rangesPerSecond', 49),
    ...perSecond('txn', 'txnsPerSecond', 30),
    ...perSecond('delete', 'deletesPerSecond', 28),
    ...count('watch', 'watchers', 45),
    ...count('keys', 'keys', 20),
    ...count('pend', 'proposalsPending', 46),
    ...perSecond('fail', 'proposalsFailedPerSecond', 44),
    ...perSecond('commit', 'proposalsCommittedPerSecond', 9),
    ...perSecond('apply', 'proposalsAppliedPerSecond', 8),
    ...perSecond('slow read index', 'slowReadIndexPerSecond', 7),
    ...perSecond('heartbeat fail', 'heartbeatFailuresPerSecond', 6),
  ];
}

/** How much is wrong, in words; `brief` where it shares the line with the three answers. */
function worst({ findings }: ClusterView, brief: boolean): Fact {
  const count = (severity: string) => findings.filter((finding) => finding.severity === severity).length;
  const [critical, warnings] = [count('critical'), count('warning')];
  if (critical > 0)
    return {
      text: `${critical} critical${warnings > 0 ? `, ${warnings} warn` : ''}`,
      short: `${critical} crit${warnings > 0 && !brief ? ` ${warnings} warn` : ''}`,
      rank: 96,
      tone: 'critical',
    };
  return warnings > 0
    ? { text: `${warnings} warn`, rank: 94, tone: 'warning' }
    : { text: 'no findings', short: '', rank: 12 };
}

import { commandsFor } from './causes/commands.ts';
import { formatDuration, formatValue } from './format.ts';
import type { Access, ClusterView, MemberView } from './view.ts';

/** Whether a member may be taken down now. `after`: once what stands in `first` is done; `wait`: nothing is wrong, but others have only just started. */
export type DrainAnswer = 'yes' | 'after' | 'wait' | 'no' | 'unknown';

/** "Can I take this member down now?", why, and what to do first. Foreign text in names and commands. */
export type Drain = {
  readonly memberId: string;
  readonly label: string;
  readonly leader: boolean;
  readonly answer: DrainAnswer;
  readonly reasons: readonly string[];
  readonly first: readonly string[];
};

/** A member that came back must have run so long before the next one goes. */
const steadySeconds = 60;

/** The answer for every member, in the order of the view. */
export function canDrain(view: ClusterView, distribution?: string): Drain[] {
  return view.members.map((member) => {
    const verdict = weigh(view, member, distribution);
    return { memberId: member.id, label: member.label, leader: member.role === 'leader', ...verdict };
  });
}

type Verdict = Pick<Drain, 'answer' | 'reasons' | 'first'>;

function weigh(view: ClusterView, member: MemberView, distribution: string | undefined): Verdict {
  const plain = (answer: DrainAnswer, reason: string, ...first: string[]): Verdict => ({
    answer,
    reasons: [reason],
    first,
  });
  const { quorum } = view;
  if (view.freshness.state === 'stale' || view.members.every(({ access }) => access === 'down'))
    return plain('unknown', 'no member answers: nothing is known of the cluster now');
  if (member.role === 'unstarted') return plain('yes', 'it has never started: nothing stops with it');
  if (quorum.state === 'lost') return plain('no', 'there is no quorum', 'bring voters back before any maintenance');
  if (member.role === 'learner') return plain('yes', 'a learner has no vote: quorum does not need it');
  if (view.clusterId === undefined)
    return plain('unknown', 'the member list is not known, and so not how many voters are left', 'ask by the API too');
  if (quorum.state === 'unknown' || view.leader.id === undefined)
    return plain(
      'unknown',
      'no leader is known now: an election, or too few voters answer',
      'ask again in a few seconds',
    );
  if (quorum.voters === 1)
    return plain('no', 'the only voter: etcd stops with it', 'add members, or take a snapshot and accept the outage');
  const others = view.members.filter((other) => other.id !== member.id && isVoter(other));
  const running = others.filter((other) => trouble(other) === undefined);
  const sound = running.filter((other) => !isYoung(other));
  const left = leftOf(sound.length, running.length, quorum);
  const hindrances = hindrancesOf(view, others);
  const onlyYoung = sound.length < quorum.needed && running.length >= quorum.needed;
  if (member.access === 'down') {
    if (onlyYoung) return plain('wait', `it is down already; ${youthOf(view)}`, patience);
    return sound.length >= quorum.needed
      ? plain('yes', `it is down already; ${left}`)
      : plain('no', `it is down already, but its host may be what brings it back; ${left}`);
  }
  if (onlyYoung && hindrances.length === 0) return plain('wait', youthOf(view), patience);
  if (onlyYoung) return { answer: 'no', reasons: [...hindrances, youthOf(view)], first: [firstOf(view)] };
  if (sound.length < quorum.needed) {
    const lame = others.flatMap((other) => {
      const words = trouble(other);
      return words === undefined ? [] : [`${other.label} ${words}`];
    });
    const young = running.length > sound.length ? [youthOf(view, running)] : [];
    const why = [...lame, ...young];
    return {
      answer: 'no',
      reasons: [why.length > 0 ? `${left}: ${why.join(', ')}` : left, ...hindrances],
      first: [remedyFor(others)],
    };
  }
  if (hindrances.length > 0) return { answer: 'no', reasons: hindrances, first: [firstOf(view)] };
  const reasons = [left, ...blindSpots(others)];
  const heir = sound.find(({ role, sample }) => role === 'follower' && sample.status !== undefined);
  if (member.role !== 'leader') return { answer: 'yes', reasons, first: [] };
  return {
    answer: 'after',
    reasons: ['it leads: moving the leader first spares an election', ...reasons],
    first: heir
      ? [commandsFor(distribution).etcdctl(member, `move-leader ${heir.id}`)]
      : ['move the leader to another voter'],
  };
}

/** Why a voter cannot be counted on, in a few words. */
function trouble({ access, health, readings }: MemberView): string | undefined {
  if (health === 'HUNG') return 'hangs';
  if (access === 'down') return 'is down';
  if (health === 'NOLEADER') return 'sees no leader';
  if (health === 'DEFRAG') return 'is being defragmented';
  if (health === 'SLOW') {
    const fsync = readings.walFsyncP99.value;
    return `is SLOW${fsync === undefined ? '' : ` (fsync p99 ${formatValue(fsync, 'seconds')})`}`;
  }
  return health === 'LAG' ? 'lags behind' : undefined;
}

const isYoung = ({ readings }: MemberView): boolean => (readings.uptimeSeconds.value ?? steadySeconds) < steadySeconds;
const patience = `wait until every other voter has run for ${formatDuration(steadySeconds)}`;
const overFirst = 'wait until this is over, then ask again';
/** An alarm ends by no waiting. */
const firstOf = ({ alarms }: ClusterView): string =>
  alarms.length > 0 ? 'clear the alarm as etcdoc check says, then ask again' : overFirst;

/** "1 sound voter of 3 would be left, 2 needed"; who has only just started is no sound voter yet, but soon may be. */
function leftOf(sound: number, running: number, { voters, needed }: ClusterView['quorum']): string {
  const atMost = running > sound ? 'at most ' : '';
  return `${atMost}${running} sound voter${running === 1 ? '' : 's'} of ${voters} would be left, ${needed} needed`;
}

/** "m2, m3 started 20s to 31s ago (sound after 1m00s)": all that are young, whoever is asked about, so that members with one answer are told together. */
function youthOf({ members }: ClusterView, among: readonly MemberView[] = members): string {
  const young = among.filter((member) => isVoter(member) && isYoung(member) && trouble(member) === undefined);
  const ages = young.map(({ readings }) => readings.uptimeSeconds.value ?? 0);
  const [least, most] = [formatDuration(Math.min(...ages)), formatDuration(Math.max(...ages))];
  const span = least === most ? least : `${least} to ${most}`;
  return `${young.map(({ label }) => label).join(', ')} started ${span} ago (sound after ${formatDuration(steadySeconds)})`;
}

function remedyFor(others: readonly MemberView[]): string {
  const lame = others.flatMap((other) => trouble(other) ?? []);
  return lame.length === 0 ? 'add a voter before this one goes' : 'mend the other voters before this one goes';
}

/** What makes any stop unwise, whoever is meant. */
function hindrancesOf(view: ClusterView, others: readonly MemberView[]): string[] {
  const alarms = [...new Set(view.alarms.map(({ type }) => type))];
  return [
    ...alarms.map((type) => `alarm ${type} is on: clear it first`),
    ...others.flatMap(({ label, health }) => (health === 'DEFRAG' ? [`${label} is being defragmented`] : [])),
    ...(view.findings.some(({ check }) => check === 'leader-changes') ? ['leadership does not settle'] : []),
    ...(view.findings.some(({ check }) => check === 'snapshot-in-flight')
      ? ['a snapshot is being sent to a member']
      : []),
  ];
}

/** What a yes does not rest on. */
function blindSpots(others: readonly MemberView[]): string[] {
  const labels = (wanted: Access) => others.filter(({ access }) => access === wanted).map(({ label }) => label);
  const [blind, deaf] = [labels('api-only'), labels('metrics-only')];
  return [
    ...(blind.length === 0 ? [] : [`the disks of ${blind.join(', ')} are not known (no metrics)`]),
    ...(deaf.length === 0 ? [] : [`only the metrics of ${deaf.join(', ')} answer, not the API`]),
  ];
}

const isVoter = ({ role, sample }: MemberView): boolean =>
  role !== 'learner' && !(sample.status?.learner ?? sample.learner);

const leads: Readonly<Record<DrainAnswer, string>> = {
  yes: 'yes',
  after: 'after moving the leader',
  wait: 'not yet',
  no: 'NO',
  unknown: 'not known',
};

/** "yes: cp-1 or cp-3; after moving the leader: cp-2": the answer before the names, so that no cut end turns it round; members with one answer together. Foreign text. */
export function drainLine(drains: readonly Drain[]): string {
  const groups = new Map<string, { answer: DrainAnswer; why: string; names: string[] }>();
  for (const { label, leader, answer, reasons } of drains) {
    const why = answer === 'yes' || answer === 'after' ? '' : ` - ${reasons[0] ?? ''}`;
    const group = groups.get(answer + why) ?? { answer, why, names: [] };
    group.names.push(`${label}${leader && answer !== 'after' ? ' (leader)' : ''}`);
    groups.set(answer + why, group);
  }
  return [...groups.values()]
    .map(({ answer, why, names }) => `${leads[answer]}: ${listed(names, answer)}${why}`)
    .join('; ');
}

/** One of those with a yes may go, not all that are named. */
function listed(names: readonly string[], answer: DrainAnswer): string {
  const last = names.at(-1) ?? '';
  return answer === 'yes' && names.length > 1 ? `${names.slice(0, -1).join(', ')} or ${last}` : names.join(', ');
}

/** 0 yes, 1 no, 3 not known, for the members asked about; of all members one that has only to hand over leadership counts as yes. */
export function drainExitCode(drains: readonly Drain[], all: boolean): 0 | 1 | 3 {
  if (drains.some(({ answer }) => answer === 'no' || answer === 'wait' || (answer === 'after' && !all))) return 1;
  return drains.some(({ answer }) => answer === 'unknown') ? 3 : 0;
}

/** The members that a person means by a name, an id or its beginning, or `all`. */
export function drainsNamed(drains: readonly Drain[], name: string): Drain[] {
  if (name === 'all') return [...drains];
  const exact = drains.filter(({ label, memberId }) => label === name || memberId === name.toLowerCase());
  if (exact.length > 0 || name.length < 4) return exact;
  return drains.filter(({ memberId }) => memberId.startsWith(name.toLowerCase()));
}

import type { Level, Reading } from '../reading.ts';
import { type MetricId, metricIds } from '../registry.ts';
import type { MemberSample } from '../sample.ts';
import type { Alarm, HealthWord } from '../view.ts';
import { accessOf, seesLeader, unstarted } from './access.ts';

/** What a member's health is judged by. */
export type HealthFacts = {
  readonly member: MemberSample;
  readonly readings: Readonly<Record<MetricId, Reading>>;
  /** The member's own alarms. */
  readonly alarms: readonly Alarm[];
  readonly restartedSecondsAgo?: number | undefined;
};

/** How long a restart stays worth a word. */
export const restartSeconds = 300;

/** The worst state first: the first row that holds is the member's word. */
const words: readonly {
  readonly word: HealthWord;
  readonly level: Level;
  readonly holds: (facts: HealthFacts) => boolean;
}[] = [
  { word: 'UNSTARTED', level: 'warning', holds: ({ member }) => unstarted(member) },
  { word: 'DEFRAG', level: 'warning', holds: ({ readings }) => (readings.defragInFlight.value ?? 0) > 0 },
  { word: 'HUNG', level: 'critical', holds: ({ member }) => !member.status && member.statusError?.kind === 'timeout' },
  { word: 'DOWN', level: 'critical', holds: ({ member }) => accessOf(member) === 'down' },
  { word: 'CORRUPT', level: 'critical', holds: ({ alarms }) => alarms.some(({ type }) => type === 'CORRUPT') },
  { word: 'NOSPACE', level: 'critical', holds: ({ alarms }) => alarms.some(({ type }) => type === 'NOSPACE') },
  { word: 'NOLEADER', level: 'critical', holds: ({ member }) => seesLeader(member) === false },
  { word: 'SLOW', level: 'warning', holds: breached('walFsyncP99', 'backendCommitP99', 'peerRttP99') },
  { word: 'LAG', level: 'warning', holds: breached('raftIndexLag', 'applyBacklog') },
  {
    word: 'WARN',
    level: 'warning',
    holds: ({ member }) => accessOf(member) === 'metrics-only' && member.statusError !== undefined,
  },
  { word: 'WARN', level: 'warning', holds: breached(...metricIds) },
  { word: 'NOMETRICS', level: 'unknown', holds: ({ member }) => accessOf(member) === 'api-only' },
  {
    word: 'RESTARTED',
    level: 'ok',
    holds: ({ restartedSecondsAgo }) => restartedSecondsAgo !== undefined && restartedSecondsAgo <= restartSeconds,
  },
];

/** A member's word and how bad it is: the level of the word, or of its worst reading where that is worse. */
export function healthOf(facts: HealthFacts): { readonly health: HealthWord; readonly level: Level } {
  const row = words.find(({ holds }) => holds(facts));
  if (!row) return { health: 'ok', level: 'ok' };
  const critical = metricIds.some((metric) => facts.readings[metric].level === 'critical');
  return { health: row.word, level: critical ? 'critical' : row.level };
}

function breached(...metrics: readonly MetricId[]) {
  return ({ readings }: HealthFacts) =>
    metrics.some((metric) => readings[metric].level === 'warning' || readings[metric].level === 'critical');
}

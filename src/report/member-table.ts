import { formatValue } from '../model/format.ts';
import type { Reading } from '../model/reading.ts';
import { type MetricId, registry } from '../model/registry.ts';
import type { ClusterView, MemberView } from '../model/view.ts';
import { clean } from '../text/clean.ts';
import { fit } from '../text/width.ts';

type Column = {
  readonly header: string;
  readonly width: number;
  readonly align: 'left' | 'right';
  readonly text: (member: MemberView) => string;
};

const metric = (id: MetricId, width: number): Column => ({
  header: registry[id].column?.header ?? id,
  width,
  align: 'right',
  text: (member) => readingText(id, member.readings[id]),
});

const columns: readonly Column[] = [
  { header: 'MEMBER', width: 14, align: 'left', text: (member) => clean(member.label) },
  { header: 'ROLE', width: 9, align: 'left', text: (member) => member.role },
  { header: 'HEALTH', width: 9, align: 'left', text: (member) => member.health },
  { header: 'VERSION', width: 7, align: 'left', text: (member) => clean(member.version ?? '-') },
  metric('dbSizeBytes', 7),
  metric('quotaUsedRatio', 5),
  metric('walFsyncP99', 8),
  metric('backendCommitP99', 8),
  metric('raftIndexLag', 5),
];

/** The members, one line each, at most 80 columns; a breached value carries ! or !!, what needs more history is `...`. */
export function memberTable(view: ClusterView): string {
  const header = columns.map(({ header, width, align }) => fit(header, width, align));
  const rows = view.members.map((member) => columns.map(({ text, width, align }) => fit(text(member), width, align)));
  return [header, ...rows].map((row) => `${row.join(' ').trimEnd()}\n`).join('');
}

function readingText(id: MetricId, { value, level, unknown }: Reading): string {
  if (value === undefined) return unknown?.reason === 'collecting' ? '...' : '-';
  return formatValue(value, registry[id].unit) + (level === 'critical' ? '!!' : level === 'warning' ? '!' : '');
}

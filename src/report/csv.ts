import { metricIds } from '../model/registry.ts';
import type { ClusterView, MemberView } from '../model/view.ts';
import { clean } from '../text/clean.ts';
import type { Format } from './format.ts';

const identity = ['at', 'cluster', 'member', 'name', 'endpoint', 'role', 'source', 'health', 'version'] as const;

/** A header once, then one row per member and sample; numbers unshortened in base units, unknown ones empty. */
export const csv: Format = {
  id: 'csv',
  help: 'a row per member and sample, every metric in base units',
  open: () => {
    let header = `${[...identity, ...metricIds].join(',')}\n`;
    return (view) => {
      const rows = view.members.map((member) => `${rowOf(view, member).map(cell).join(',')}\n`);
      const text = header + rows.join('');
      header = '';
      return text;
    };
  },
};

function rowOf(view: ClusterView, member: MemberView): (string | number | undefined)[] {
  return [
    new Date(view.at).toISOString(),
    view.clusterId,
    member.id,
    member.label,
    member.sample.endpoint,
    member.role,
    member.access,
    member.health,
    member.version,
    ...metricIds.map((id) => member.readings[id].value),
  ];
}

function cell(value: string | number | undefined): string {
  if (value === undefined) return '';
  if (typeof value === 'number') return String(value);
  const text = clean(value);
  return /[",]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

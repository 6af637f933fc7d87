import type { ClusterSample, MemberSample } from '../sample.ts';

/** A member's etcd version: its Status, else the label of its page. */
export function versionOf(member: MemberSample): string | undefined {
  return member.status?.version || labelValue(member, 'etcd_server_version', 'server_version');
}

/** Versions of the members that answered, lowest first, each once. */
export function versionsOf(sample: ClusterSample): string[] {
  return [...new Set(sample.members.flatMap((member) => versionOf(member) ?? []))].sort(compareVersions);
}

/** The version the cluster has agreed on, as any page tells. */
export function clusterVersionOf(sample: ClusterSample): string | undefined {
  for (const member of sample.members) {
    const version = labelValue(member, 'etcd_cluster_version', 'cluster_version');
    if (version) return version;
  }
  return undefined;
}

/** Order of "3.5.16"-like texts by their numbers; what is no number sorts as text. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [numbersOf(a), numbersOf(b)];
  for (let at = 0; at < Math.max(left.length, right.length); at++) {
    const apart = (left[at] ?? 0) - (right[at] ?? 0);
    if (apart !== 0) return apart;
  }
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Minor releases between two versions; undefined across majors or where one is no version. */
export function minorsApart(a: string, b: string): number | undefined {
  const [left, right] = [numbersOf(a), numbersOf(b)];
  if (left.length < 2 || right.length < 2 || left[0] !== right[0]) return undefined;
  return Math.abs((left[1] ?? 0) - (right[1] ?? 0));
}

function numbersOf(version: string): number[] {
  return (/^v?(\d+(?:\.\d+)*)/.exec(version)?.[1] ?? '').split('.').filter(Boolean).map(Number);
}

function labelValue(member: MemberSample, family: string, label: string): string | undefined {
  const set = member.metrics?.set;
  const series = set?.shape.families.get(family) ?? [];
  return (series.find(({ index }) => (set?.values[index] ?? 0) > 0) ?? series[0])?.labels[label];
}

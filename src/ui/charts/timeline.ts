import type { EventEntry } from '../../model/finding.ts';
import type { ClusterView, LeaderSpan } from '../../model/view.ts';

/** Columns that end with the open one at wall time `at`, aligned to multiples of `seconds` like those of a trend. */
export type Timeline = { readonly columns: number; readonly seconds: number; readonly at: number };

/** Per column the place of the leader in the member table (1 to 9, then letters), `|` where it changed, blank where nobody led, `?` for one who is gone. */
export function leaderColumns(view: Pick<ClusterView, 'leader' | 'members'>, timeline: Timeline): string {
  const place = new Map(view.members.map(({ id }, index) => [id, (index + 1).toString(36)]));
  const spans = view.leader.spans;
  let line = '';
  let reached = 0;
  for (const { from, to } of columnTimes(timeline)) {
    while (reached < spans.length && (spans[reached]?.toAt ?? 0) < from) reached += 1;
    let shown: string | undefined;
    for (let index = reached; index < spans.length; index++) {
      const span = spans[index];
      if (span === undefined || span.fromAt >= to) break;
      const changed = index > 0 && isElection(spans, index) && span.fromAt >= from;
      if (changed) {
        shown = '|';
        break;
      }
      if (span.id !== undefined) shown = place.get(span.id) ?? '?';
      else shown = ' ';
    }
    line += shown ?? ' ';
  }
  return line;
}

/** `M` per column in which a person dropped a mark. */
export function markColumns(events: readonly EventEntry[], timeline: Timeline): string {
  const marks = events.filter(({ kind }) => kind === 'MARK').map(({ at }) => at);
  return columnTimes(timeline)
    .map(({ from, to }) => (marks.some((at) => at >= from && at < to) ? 'M' : '.'))
    .join('');
}

/** The span at `index` begins with a leader, or a term, that the last leader's span before it did not have. */
function isElection(spans: readonly LeaderSpan[], index: number): boolean {
  const span = spans[index];
  if (span?.id === undefined) return false;
  const before = spans.slice(0, index).findLast(({ id }) => id !== undefined);
  return before !== undefined && (before.id !== span.id || (before.term !== span.term && span.term !== undefined));
}

function columnTimes({ columns, seconds, at }: Timeline): { from: number; to: number }[] {
  const step = seconds * 1000;
  const end = Math.floor(at / step) * step + step;
  return Array.from({ length: columns }, (_, column) => {
    const from = end - (columns - column) * step;
    return { from, to: from + step };
  });
}

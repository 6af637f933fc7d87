import { boundsOf } from '../../model/bounds.ts';
import { registry } from '../../model/registry.ts';
import type { Trend, TrendRequest } from '../../model/trend.ts';
import type { ClusterView, MemberView } from '../../model/view.ts';
import { fixedScale } from '../charts/ramp.ts';
import { columnSeconds, sparkSpans } from '../charts/spark.ts';
import type { Line, Span } from '../line.ts';
import type { Look } from '../look.ts';
import { reach } from '../widgets/figure.ts';
import { cell } from '../widgets/row.ts';

/** One more cell at the end of every row of the table. */
export type Tail = { readonly columns: number; readonly heading: Span; readonly cellOf: (member: MemberView) => Span };

const tailColumns = 14;
const spanSeconds = 60;

/** The last minutes of WAL fsync p99 as the table's last column, for a screen without room for charts. */
export function sparkTail(view: ClusterView, trend: (request: TrendRequest) => Trend, look: Look): Tail {
  const levels = boundsOf(view, 'walFsyncP99');
  const room = tailColumns - 1;
  const secondsPerColumn = columnSeconds(room, spanSeconds, view.intervalSeconds);
  const scale = fixedScale(registry.walFsyncP99, levels, look);
  const textOf = ({ id }: MemberView) => {
    if (!scale) return '';
    const values = trend({ metric: 'walFsyncP99', memberId: id, columns: room, secondsPerColumn });
    return textIn(sparkSpans(values, room, scale, levels, look));
  };
  return {
    columns: tailColumns,
    heading: cell(` fsync ${reach(room * secondsPerColumn)}`, tailColumns, 'title'),
    cellOf: (member) => {
      const { level } = member.readings.walFsyncP99;
      const tone = level === 'warning' || level === 'critical' ? level : 'plain';
      return cell(` ${textOf(member)}`, tailColumns, tone);
    },
  };
}

function textIn(line: Line): string {
  return line.map(({ text }) => text).join('');
}

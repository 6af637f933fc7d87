import type { ClusterView } from '../../model/view.ts';
import { width } from '../../text/width.ts';
import type { Line } from '../line.ts';
import type { Look } from '../look.ts';
import { block, foreign, row, span } from '../widgets/row.ts';
import { wrapText } from '../widgets/wrap.ts';

export type Start = {
  readonly endpoints: readonly string[];
  readonly mode: 'live' | 'replay';
  /** Why the loop itself does not go on; undefined while it does. */
  readonly problem?: string | undefined;
};

/** The screen while no member is known: whom we ask, what failed in full where there is room, and what to try. */
export function startLines(
  start: Start,
  view: ClusterView | undefined,
  look: Look,
  columns: number,
  rows: number,
): Line[] {
  const failed = new Map(view?.endpoints.map(({ endpoint, error }) => [endpoint, foreign(error.text, look)]));
  const doing = start.mode === 'replay' ? 'reading the recording...' : 'connecting...';
  const asked = [...new Set([...start.endpoints, ...failed.keys()])];
  const problem = wrapped(start.problem === undefined ? '' : foreign(start.problem, look), columns);
  const above: Line[] = [
    row(columns, [span('etcdoc top', 'title'), span(`  ${view === undefined ? doing : 'no member answers'}`)]),
    row(columns, []),
  ];
  const problems = problem.map((text) => row(columns, [span(text, 'critical')]));
  const hints = failed.size === 0 ? [] : advice(columns);
  const room = rows - above.length - asked.length - problems.length;
  const [first = ''] = asked;
  // What went wrong, in full at least once, helps more than general advice.
  const longest = endpointLines(foreign(first, look), failed.get(first), columns).length - 1;
  const below = [...problems, ...(longest > room - hints.length ? [] : hints)];
  let spare = room + problems.length - below.length;
  const endpoints = asked.flatMap((endpoint) => {
    const lines = endpointLines(foreign(endpoint, look), failed.get(endpoint), columns);
    const more = lines.length - 1;
    if (more === 0) return lines;
    if (more > spare) return [endpointLine(foreign(endpoint, look), failed.get(endpoint), columns)];
    spare -= more;
    return lines;
  });
  return block([...above, ...endpoints, ...below], rows, columns);
}

/** An endpoint and its error: beside each other where they fit, else the error in full below. */
function endpointLines(endpoint: string, error: string | undefined, columns: number): Line[] {
  const indent = '    ';
  if (error === undefined || width(endpoint) + width(error) + indent.length <= columns) {
    return [endpointLine(endpoint, error, columns)];
  }
  const said = wrapped(error, columns - indent.length);
  return [
    endpointLine(endpoint, '', columns),
    ...said.map((text) => row(columns, [span(indent), span(text, 'warning')])),
  ];
}

function endpointLine(endpoint: string, error: string | undefined, columns: number): Line {
  const said = error === undefined || error === '' ? [] : [span(`  ${error}`, 'warning')];
  return row(columns, [span(error === undefined ? '  ' : '! '), span(endpoint), ...said]);
}

function advice(columns: number): Line[] {
  const text =
    'Trying again with every interval. If the address is wrong give --endpoints; for TLS give --cacert, --cert and --key; `etcdoc discover` tells what is on this host. q quits.';
  return [row(columns, []), ...wrapped(text, columns).map((line) => row(columns, [span(line, 'dim')]))];
}

function wrapped(text: string, columns: number): string[] {
  return text === '' ? [] : wrapText(text, columns);
}

import type { ReactElement } from 'react';
import { canDrain, drainLine } from '../../model/can-drain.ts';
import { accountedFor, type Cause } from '../../model/cause.ts';
import type { Finding } from '../../model/finding.ts';
import type { ClusterView } from '../../model/view.ts';
import type { Line, Tone } from '../line.ts';
import type { Look } from '../look.ts';
import type { Pane, PaneProps } from '../pane.ts';
import { duration } from '../widgets/figure.ts';
import { Lines } from '../widgets/lines.tsx';
import { block, foreign, row, span } from '../widgets/row.ts';
import { titleLine } from '../widgets/title.ts';
import { wrapText } from '../widgets/wrap.ts';
import { calmFacts, unmeasured } from './calm-facts.ts';
import { fitStatements, type Statement } from './statements.ts';

const digit = '6';

/** What is wrong, worst first, each with what to do next; where there is room, calm facts and what could not be measured. */
export function diagnosisLines(props: PaneProps): Line[] {
  const { view, columns, rows, state } = props;
  const findings = view.findings.filter((finding) => !accountedFor(finding, view.causes));
  const statements = [
    ...view.causes.map((cause) => causeStatement(cause, props)),
    ...findings.map((finding, index) =>
      // Neighbours with one remedy say it once.
      findingStatement(finding, finding.remedy !== findings[index - 1]?.remedy, props),
    ),
  ].sort((a, b) => a.rank - b.rank);
  const wrong = [...view.findings, ...view.causes].some(({ severity }) => severity !== 'info');
  const verdict = wrong ? [] : [verdictLine(props)];
  const facts = [
    ...drains(view).flatMap((text) => factLines(text, 'i', props)),
    ...unmeasured(view).flatMap((text) => factLines(text, '?', props)),
    ...calmFacts(view).flatMap((text) => factLines(text, 'i', props)),
  ];
  const room = Math.max(0, rows - 1 - verdict.length);
  const scrolled = statements.slice(Math.min(state.scroll.diagnosis ?? 0, Math.max(0, statements.length - 1)));
  const { lines: said, left } = fitStatements(scrolled, room, columns);
  const notes = left > 0 ? [`+${left} more`, 'ENTER more'] : ['ENTER more'];
  const title = { digit, text: 'DIAGNOSIS  worst first', notes, focused: state.focus === 'diagnosis' };
  return block([titleLine(title, columns), ...verdict, ...said, ...facts], rows, columns);
}

/** What it is, what to do first, what speaks for it and against other causes, then the other steps. */
function causeStatement(cause: Cause, { look }: PaneProps): Statement {
  const doubt = cause.confidence === 'high' ? '' : ` (confidence ${cause.confidence})`;
  const [step, ...steps] = cause.next.map((text) => foreign(text, look));
  const why = foreign([cause.evidence.slice(0, 3).join('; '), cause.against].filter(Boolean).join(' -> '), look);
  return statement(cause, `${nameOf(cause, look)}${foreign(cause.text, look)}${doubt}`, [
    ['next:', step],
    ['evidence:', why],
    ...steps.map((text) => ['then:', text] as const),
  ]);
}

function findingStatement(finding: Finding, advise: boolean, { look }: PaneProps): Statement {
  const text = `${nameOf(finding, look)}${foreign(finding.text, look)}`;
  return statement(finding, text, [['next:', advise ? foreign(finding.remedy, look) : '']]);
}

function statement(
  { severity }: Pick<Finding, 'severity'>,
  text: string,
  more: readonly (readonly [word: string, text: string | undefined])[],
): Statement {
  const { mark, tone, rank } = severities[severity];
  return {
    rank,
    head: { first: `${mark} `, indent: '   ', text, tone },
    more: more.flatMap(([word, said = '']) =>
      said === '' ? [] : [{ first: '   ', indent: '     ', text: `${word} ${said}`, tone: 'plain' as const }],
    ),
  };
}

function nameOf({ subject, subjectName }: Pick<Finding, 'subject' | 'subjectName'>, look: Look): string {
  return subject === 'cluster' ? '' : `${foreign(subjectName, look)} `;
}

const severities: Readonly<
  Record<Finding['severity'], { readonly rank: number; readonly mark: string; readonly tone: Tone }>
> = {
  critical: { rank: 0, mark: '!!', tone: 'critical' },
  warning: { rank: 1, mark: '! ', tone: 'warning' },
  info: { rank: 2, mark: 'i ', tone: 'plain' },
};

/** Who may be taken down now; nothing where nobody answers. */
function drains(view: ClusterView): string[] {
  const known = canDrain(view).filter(({ answer }) => answer !== 'unknown');
  return known.length === 0 ? [] : [`take one down now? ${drainLine(known)}`];
}

function verdictLine({ view, columns, now }: PaneProps): Line {
  const { text, tone } = verdict(view, now);
  return row(columns, [span(text, tone)]);
}

/** Silence is only called calm where it was listened to. */
function verdict(view: ClusterView, now: number): { text: string; tone: Tone } {
  const seconds = duration(view.historySeconds);
  if (view.members.length === 0) return { text: '?  nothing measured yet: no member has answered', tone: 'warning' };
  if (view.freshness.state === 'stale') return { text: '?  no member answers: nothing can be said', tone: 'critical' };
  const old = (now - view.at) / 1000;
  if (old > 3 * view.intervalSeconds)
    return { text: `?  nothing was wrong ${duration(old)} ago, when the last sample came`, tone: 'warning' };
  if (view.freshness.state === 'partial' || view.quorum.state === 'unknown' || unmeasured(view).length > 0)
    return { text: `?  nothing wrong in what could be measured, ${seconds} of history`, tone: 'plain' };
  const { rules } = view;
  if (rules !== undefined)
    return { text: `ok nothing wrong by the rules of ${rules} in ${seconds} of history`, tone: 'ok' };
  return { text: `ok nothing wrong in ${seconds} of history`, tone: 'ok' };
}

/** At most two lines: there are others to be said. */
function factLines(text: string, mark: string, { columns, look }: PaneProps): Line[] {
  const [first = '', ...rest] = wrapText(foreign(text, look), columns - 3);
  const lines = rest.length > 0 ? [first, rest.join(' ')] : [first];
  return lines.map((line, index) => row(columns, [span(`${index === 0 ? mark : ' '}  ${line}`, 'dim')]));
}

function DiagnosisPane(props: PaneProps): ReactElement {
  return <Lines lines={diagnosisLines(props)} look={props.look} />;
}

export const diagnosisPane: Pane = { id: 'diagnosis', digit, title: 'diagnosis', component: DiagnosisPane };

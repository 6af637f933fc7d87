import type { Finding } from '../model/finding.ts';
import { statusParts } from '../model/status-line.ts';
import type { ClusterView } from '../model/view.ts';
import { width } from '../text/width.ts';
import type { Frame } from './frame.ts';
import { isStale } from './header/freshness.ts';
import type { Line, Tone } from './line.ts';
import { briefly } from './widgets/briefly.ts';
import { foreign, row, span } from './widgets/row.ts';

/** All that fits below 40x6: the cluster in one line and, where there is a second one, what is wrong, worst first. */
export function statusLines({ view, facts, look, columns, rows }: Frame): Line[] {
  if (!view) return [row(columns, [span('connecting...')])];
  const parts = statusParts(view).map(({ text, rank }) => ({ text: foreign(text, look), rank }));
  if (view.freshness.state !== 'stale' && isStale(view, facts)) parts.splice(2, 0, { text: 'STALE', rank: 9 });
  const findings = view.findings.slice(0, Math.max(0, rows - 1)).map((finding) => {
    const name = finding.subject === 'cluster' ? '' : `${foreign(finding.subjectName, look)} `;
    const { mark, tone } = marks[finding.severity];
    const text = foreign(finding.text, look);
    const [said, short] = [text, briefly(text)].map((words) => `${mark} ${name}${words}`);
    return row(columns, [span((width(said ?? '') > columns ? short : said) ?? '', tone)]);
  });
  return [row(columns, [span(fitted(parts, columns), toneOf(view))]), ...findings];
}

function fitted(parts: readonly { readonly text: string; readonly rank: number }[], columns: number): string {
  const kept = [...parts];
  const joined = () => kept.map(({ text }) => text).join(' ');
  while (kept.length > 1 && width(joined()) > columns) {
    const least = Math.min(...kept.map(({ rank }) => rank));
    kept.splice(
      kept.findIndex(({ rank }) => rank === least),
      1,
    );
  }
  return joined();
}

const marks: Readonly<Record<Finding['severity'], { readonly mark: string; readonly tone: Tone }>> = {
  critical: { mark: '!!', tone: 'critical' },
  warning: { mark: '!', tone: 'warning' },
  info: { mark: 'i', tone: 'plain' },
};

function toneOf({ quorum }: ClusterView): Tone {
  return quorum.state === 'lost' ? 'critical' : 'plain';
}

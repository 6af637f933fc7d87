import { xmlText } from '../xml-text.ts';
import type { PlacedPanel, PlacedRow } from './dashboard.ts';
import { type Box, label } from './picture-box.ts';
import { chart, type Drawn } from './picture-chart.ts';

/** What Prometheus answered to the queries of one panel. */
export type Answers = readonly Drawn[];

const cell = { width: 50, height: 32 };
const gap = 6;
const margin = 12;

/** Rows and panels of the dashboard where its grid has them, each with what its queries were answered. */
export function dashboardSvg(
  title: string,
  placed: readonly (PlacedRow | PlacedPanel)[],
  answers: ReadonlyMap<number, Answers>,
): string {
  const top = 44;
  const lines = Math.max(...placed.map(({ gridPos }) => gridPos.y + gridPos.h));
  const [width, height] = [24 * cell.width + 2 * margin, lines * cell.height + top + margin];
  const drawn = placed.map((one) => {
    const { x, y, w, h } = one.gridPos;
    const box: Box = {
      x: margin + x * cell.width,
      y: top + y * cell.height,
      width: w * cell.width - gap,
      height: h * cell.height - gap,
    };
    return 'targets' in one ? panelSvg(one, box, answers.get(one.id) ?? []) : rowSvg(one, box);
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img">`,
    `<title>${xmlText(title)}</title>`,
    `<rect width="${width}" height="${height}" fill="#111217"/>`,
    `<g font-family="Inter, Helvetica, Arial, 'DejaVu Sans', sans-serif" font-size="12" fill="#ccccdc">`,
    label(title, margin, 28, { size: 18, weight: 500 }),
    ...drawn.flat(),
    '</g>',
    '</svg>',
    '',
  ].join('\n');
}

function rowSvg({ title, collapsed }: PlacedRow, { x, y }: Box): string[] {
  return [label(`${collapsed ? '\u203a' : '\u2304'} ${title}`, x + 4, y + 20, { size: 14, weight: 500 })];
}

function panelSvg(panel: PlacedPanel, box: Box, answers: Answers): string[] {
  const frame = `<rect x="${box.x}" y="${box.y}" width="${box.width}" height="${box.height}" rx="2" fill="#181b1f" stroke="#2c3235"/>`;
  const inner: Box = { x: box.x + 8, y: box.y + 26, width: box.width - 16, height: box.height - 32 };
  const body = { timeseries: chart, stat, table }[panel.type](panel, inner, answers);
  return [frame, label(panel.title, box.x + 8, box.y + 17, { weight: 500 }), ...body];
}

/** The number, or what the series is called, on the colour of the step that it has reached. */
function stat(panel: PlacedPanel, { x, y, width, height }: Box, answers: Answers): string[] {
  const { steps } = panel.fieldConfig.defaults.thresholds;
  const coloured = steps.length > 1;
  const shown = answers.slice(0, 1);
  const value = shown[0]?.points.at(-1)?.[1];
  const named = 'textMode' in panel.options && panel.options.textMode === 'name';
  const text = value === undefined ? '?' : named ? (shown[0]?.name ?? '') : (shown[0]?.write(value) ?? '');
  const reached =
    value === undefined ? undefined : steps.findLast((step) => step.value === null || value >= step.value);
  const fill = reached === undefined ? '#2c3235' : (stepColours[reached.color] ?? '#2c3235');
  return [
    ...(coloured
      ? [`<rect x="${x - 2}" y="${y}" width="${width + 4}" height="${height}" rx="2" fill="${fill}"/>`]
      : []),
    label(text, x + width / 2, y + height / 2 + 10, { size: 28, weight: 600, anchor: 'middle', fill: '#ffffff' }),
  ];
}

/** The labels that the panel keeps, a line per series. */
function table(panel: PlacedPanel, { x, y, width, height }: Box, answers: Answers): string[] {
  const columns = [...(panel.targets[0]?.expr.match(/by \(([^)]*)\)/)?.[1]?.split(', ') ?? [])];
  const at = (column: number) => x + (column * width) / columns.length;
  const most = Math.floor(height / 20) - 1;
  const lines = answers.slice(0, most).map(({ labels }) => columns.map((column) => labels[column] ?? ''));
  return [
    ...columns.map((column, number) => label(column, at(number), y + 14, { weight: 600, fill: '#6e9fff' })),
    ...lines.flatMap((texts, line) => texts.map((text, number) => label(text, at(number), y + 34 + line * 20, {}))),
    ...(lines.length === 0 ? [label('none', x + width / 2, y + height / 2, { anchor: 'middle' })] : []),
  ];
}

const stepColours: Readonly<Record<string, string>> = { green: '#37872d', orange: '#e0752d', red: '#c4162a' };

import type { PlacedPanel } from './dashboard.ts';
import { type Box, label, round } from './picture-box.ts';

/** A series as it is drawn: its points (seconds since 1970, number), its legend, its labels, and how its numbers are written. */
export type Drawn = {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly points: readonly (readonly [number, number])[];
  readonly write: (value: number) => string;
};

const palette = ['#73bf69', '#f2cc0c', '#8ab8ff', '#ff780a', '#f2495c', '#b877d9', '#5794f2', '#ffa6b0'];
const boundColours: Readonly<Record<string, string>> = { orange: '#ff9830', red: '#f2495c' };

/** Lines over time from 0 up, the panel's bounds across where they lie within the scale, a legend below. */
export function chart(panel: PlacedPanel, { x, y, width, height }: Box, all: readonly Drawn[]): string[] {
  const plot: Box = { x: x + 52, y: y + 4, width: width - 56, height: height - 40 };
  const points = all.flatMap((one) => one.points);
  if (points.length === 0) return [label('No data', x + width / 2, y + height / 2, { anchor: 'middle' })];
  const [from, to] = [Math.min(...points.map(([at]) => at)), Math.max(...points.map(([at]) => at))];
  const scale = ticksTo(Math.max(...points.map(([, value]) => value)));
  const top = scale.at(-1) ?? 1;
  const left = (at: number) => round(plot.x + ((at - from) / Math.max(1, to - from)) * plot.width);
  const height0 = (value: number) => round(plot.y + plot.height * (1 - value / top));
  const write = all[0]?.write ?? String;
  const clocks = [0, 1, 2, 3].map((part) => from + ((to - from) * part) / 3);
  return [
    ...scale.flatMap((value) => [
      `<line x1="${plot.x}" x2="${plot.x + plot.width}" y1="${height0(value)}" y2="${height0(value)}" stroke="#26292e"/>`,
      label(write(value), plot.x - 6, height0(value) + 4, { size: 10, anchor: 'end' }),
    ]),
    ...clocks.map((at, part) =>
      label(new Date(at * 1000).toISOString().slice(11, 19), left(at), plot.y + plot.height + 14, {
        size: 10,
        ...(part === 3 ? { anchor: 'end' as const } : part > 0 ? { anchor: 'middle' as const } : {}),
      }),
    ),
    ...panel.fieldConfig.defaults.thresholds.steps.flatMap(({ color, value }) =>
      value === null || value > top
        ? []
        : [
            `<line x1="${plot.x}" x2="${plot.x + plot.width}" y1="${height0(value)}" y2="${height0(value)}" stroke="${boundColours[color] ?? '#73bf69'}" stroke-dasharray="8 6"/>`,
          ],
    ),
    ...all.map(
      ({ points: own }, number) =>
        `<polyline fill="none" stroke="${colourOf(number)}" stroke-width="1.5" points="${own.map(([at, value]) => `${left(at)},${height0(value)}`).join(' ')}"/>`,
    ),
    ...legend(all, { x, y: y + height - 4, width, height: 0 }),
  ];
}

function legend(all: readonly Drawn[], { x, y, width }: Box): string[] {
  let left = x;
  return all.flatMap(({ name }, number) => {
    const at = left;
    left += 26 + name.length * 6.6;
    if (left > x + width) return [];
    return [
      `<rect x="${round(at)}" y="${y - 6}" width="12" height="3" fill="${colourOf(number)}"/>`,
      label(name, at + 16, y, { size: 11 }),
    ];
  });
}

const colourOf = (number: number): string => palette[number % palette.length] ?? '#ffffff';

/** Round numbers from 0 to at least `most`, four or five of them. */
function ticksTo(most: number): readonly number[] {
  if (!(most > 0)) return [0, 1];
  const rough = most / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].map((one) => one * power).find((one) => one >= rough) ?? rough;
  return Array.from({ length: Math.ceil(most / step) + 1 }, (_, tick) => tick * step);
}

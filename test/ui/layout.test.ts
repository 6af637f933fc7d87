import { describe, expect, test } from 'vitest';
import { type Layout, layoutOf, visiblePanes } from '../../src/ui/layout/layout.ts';
import { gutter } from '../../src/ui/layout/stacks.ts';
import { initialState, type UiState } from '../../src/ui/state.ts';

const footer = 1;

function heightsOf(layout: Layout): number {
  if (layout.mode === 'line') return 0;
  const bands = layout.bands.reduce((sum, { rows }) => sum + rows, 0);
  return layout.header + layout.table + (layout.whole?.rows ?? 0) + bands + footer;
}

function fitsExactly(layout: Layout, columns: number, rows: number): boolean {
  if (layout.mode === 'line') return columns < 40 || rows < 6;
  return (
    heightsOf(layout) === rows &&
    layout.bands.every(({ rows: height, stacks }) => {
      const widths = stacks.reduce((sum, stack) => sum + stack.columns, gutter * (stacks.length - 1));
      const heights = stacks.map(({ panes }) => panes.reduce((sum, slot) => sum + slot.rows, 0));
      return widths === columns && heights.every((sum, index) => sum === height || stacks[index]?.panes.length === 0);
    })
  );
}

const states: Readonly<Record<string, UiState>> = {
  'as it starts': initialState,
  compact: { ...initialState, density: 'compact' },
  wide: { ...initialState, density: 'wide' },
  'without header': { ...initialState, header: false },
  'without charts': { ...initialState, hidden: ['fsync', 'commit', 'lag', 'focus'] },
  'without events': { ...initialState, hidden: ['events'] },
  'all hidden': {
    ...initialState,
    hidden: ['fsync', 'commit', 'lag', 'focus', 'rtt', 'leader', 'diagnosis', 'events'],
  },
  zoomed: { ...initialState, zoomed: true, focus: 'fsync' },
  'zoomed table': { ...initialState, zoomed: true },
  help: { ...initialState, overlay: { kind: 'help' } },
};

describe.each(Object.entries(states))('%s', (_, state) => {
  test('every cell of every size belongs to exactly one part', () => {
    const wrong: string[] = [];
    for (let columns = 10; columns <= 250; columns += columns < 60 || columns > 155 ? 7 : 1) {
      for (let rows = 3; rows <= 70; rows++) {
        for (const members of [0, 1, 3, 5, 7, 9, 40]) {
          const layout = layoutOf(columns, rows, members, state);
          if (!fitsExactly(layout, columns, rows)) wrong.push(`${columns}x${rows} with ${members}`);
        }
      }
    }
    expect(wrong).toEqual([]);
  });
});

/** Panes with their heights, bands separated by `/`, stacks by `|`. */
function sketch(columns: number, rows: number, members: number): string {
  const layout = layoutOf(columns, rows, members, initialState);
  if (layout.mode === 'line') return 'line';
  const bands = layout.bands.map(({ stacks }) =>
    stacks.map(({ panes }) => panes.map(({ pane, rows: height }) => `${pane} ${height}`).join(' ')).join(' | '),
  );
  return [`header ${layout.header}`, `members ${layout.table}`, ...bands].join(' / ');
}

test.each([
  [39, 24, 3, 'line'],
  [80, 5, 3, 'line'],
  [40, 6, 3, 'header 1 / members 4'],
  [60, 12, 3, 'header 2 / members 4 / events 5'],
  [80, 24, 1, 'header 3 / members 2 / fsync 2 / commit 2 / leader 1 / diagnosis 6 / events 7'],
  [80, 24, 3, 'header 3 / members 4 / fsync 4 / commit 4 / leader 1 / diagnosis 3 / events 4'],
  [80, 24, 4, 'header 3 / members 5 / fsync 5 / leader 1 / diagnosis 3 / events 6'],
  [80, 24, 5, 'header 3 / members 6 / fsync 6 / leader 1 / diagnosis 3 / events 4'],
  [80, 24, 7, 'header 3 / members 8 / fsync 8 / leader 1 / events 3'],
  [120, 40, 3, 'header 3 / members 4 / fsync 4 | commit 4 / focus 13 | rtt 5 leader 8 / diagnosis 7 / events 8'],
  [120, 40, 5, 'header 3 / members 6 / fsync 6 | commit 6 / focus 11 | rtt 7 leader 4 / diagnosis 5 / events 8'],
  [120, 40, 7, 'header 3 / members 8 / fsync 8 | commit 8 / focus 10 | leader 10 / diagnosis 5 / events 5'],
  [
    200,
    50,
    3,
    'header 3 / members 4 / fsync 4 | commit 4 | lag 4 / focus 21 | rtt 5 leader 6 load 10 / diagnosis 17 | events 17',
  ],
  [
    200,
    50,
    7,
    'header 3 / members 8 / fsync 8 | commit 8 | lag 8 / focus 21 | rtt 9 leader 6 load 6 / diagnosis 9 | events 9',
  ],
])('%dx%d with %d members: %s', (columns, rows, members, expected) => {
  expect(sketch(columns, rows, members)).toBe(expected);
});

test('Tab goes through what is on screen', () => {
  expect(visiblePanes(layoutOf(80, 24, 3, initialState))).toEqual([
    'members',
    'fsync',
    'commit',
    'leader',
    'diagnosis',
    'events',
  ]);
  expect(visiblePanes(layoutOf(30, 24, 3, initialState))).toEqual(['members']);
});

import fc from 'fast-check';
import { Box, renderToString, Text } from 'ink';
import { expect, test } from 'vitest';
import type { ClusterView } from '../../src/model/view.ts';
import { width } from '../../src/text/width.ts';
import { type Frame, frameOf } from '../../src/ui/frame.ts';
import { FrameView } from '../../src/ui/frame-view.tsx';
import { headerLines } from '../../src/ui/header/lines.ts';
import { startLines } from '../../src/ui/header/start.ts';
import type { Look } from '../../src/ui/look.ts';
import { memberLines } from '../../src/ui/members/rows.ts';
import { initialState, type UiState } from '../../src/ui/state.ts';
import { hostOf } from './host.ts';
import { at, clusterView, downMember, memberView, monitorOf } from './views.ts';

const hostile = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.string({
    unit: fc.constantFrom('\u001b[2J', '\u202e', '\u200b', '\u0007', '漢', '🙂', 'e\u0301', '\n', '\ue004', 'a'),
    maxLength: 20,
  }),
);

const views: fc.Arbitrary<ClusterView> = fc
  .record({ texts: fc.array(hostile, { minLength: 8, maxLength: 8 }), members: fc.integer({ min: 0, max: 9 }) })
  .map(({ texts, members }) => {
    const text = (index: number) => texts[index % texts.length] ?? '';
    const rows = Array.from({ length: members }, (_, index) =>
      index % 3 === 2
        ? downMember(text(index), text(index + 1))
        : memberView(text(index), {
            id: `${index}`,
            version: text(index + 2),
            role: index === 0 ? 'leader' : 'follower',
            ...(index % 2 ? { trouble: text(index + 3), access: 'api-only' } : {}),
          }),
    );
    return clusterView(rows, {
      clusterId: text(4),
      endpoints: [{ endpoint: text(5), error: { kind: 'tls', text: text(6) } }],
      events: [{ at, kind: 'WARN', subject: '0', subjectName: text(7), text: text(1) }],
      alarms: [{ memberId: '0', memberName: text(3), type: 'NOSPACE' }],
    });
  });

const overlays: readonly UiState['overlay'][] = [
  { kind: 'none' },
  { kind: 'none' },
  { kind: 'help' },
  { kind: 'detail' },
  { kind: 'log' },
  { kind: 'columns', cursor: 3 },
  { kind: 'diagnostics', cursor: 0 },
  { kind: 'prompt', ask: 'mark', text: 'x' },
];

type Given = {
  readonly view: ClusterView;
  readonly columns: number;
  readonly rows: number;
  readonly overlay: UiState['overlay'];
  readonly glyphs: Look['glyphs'];
  readonly notice: string | null;
};

const given: fc.Arbitrary<Given> = fc.record({
  view: views,
  columns: fc.integer({ min: 10, max: 220 }),
  rows: fc.integer({ min: 3, max: 60 }),
  overlay: fc.constantFrom(...overlays),
  glyphs: fc.constantFrom('ascii', 'block', 'braille'),
  notice: fc.option(hostile),
});

function frameFrom({ view, columns, rows, overlay, glyphs, notice }: Given): Frame {
  const said: Partial<UiState> = notice === null ? {} : { notice: { text: notice, tone: 'warning' } };
  const { host } = hostOf(monitorOf([view]));
  return frameOf(host, { ...initialState, overlay, ...said }, { glyphs, colors: 'none' }, columns, rows);
}

test('no text from outside reaches the terminal as a control, nor makes a frame wider or taller than it', () => {
  fc.assert(
    fc.property(given, (parts) => {
      const frame = frameFrom(parts);
      const drawn = renderToString(<FrameView frame={frame} />, { columns: frame.columns });
      const lines = drawn.split('\n');
      expect(lines.length).toBeLessThanOrEqual(frame.rows);
      for (const line of lines) {
        expect(line).not.toMatch(/[\p{C}\p{Zl}\p{Zp}]/u);
        expect(width(line)).toBeLessThanOrEqual(frame.columns);
      }
      expect(drawn).not.toContain('this pane failed');
    }),
    { numRuns: 150 },
  );
});

test('a whole frame has exactly its width and height, seen by a mark that stands right of it', () => {
  fc.assert(
    fc.property(given, (parts) => {
      const frame = frameFrom(parts);
      if (frame.layout.mode === 'line') return;
      const edge = Array.from({ length: frame.rows }, () => '|').join('\n');
      const drawn = renderToString(
        <Box>
          <FrameView frame={frame} />
          <Box flexShrink={0}>
            <Text>{edge}</Text>
          </Box>
        </Box>,
        { columns: frame.columns + 1 },
      );
      const lines = drawn.split('\n');
      expect(lines).toHaveLength(frame.rows);
      for (const line of lines) expect([line.at(-1), width(line)]).toEqual(['|', frame.columns + 1]);
    }),
    { numRuns: 150 },
  );
});

test('header, table and start page have exactly the width they are given', () => {
  fc.assert(
    fc.property(given, (parts) => {
      const { view, state, look, columns, rows, facts, start } = frameFrom(parts);
      if (!view || columns < 40) return;
      const lines = [
        ...headerLines(view, facts, look, columns, 3),
        ...memberLines(view, state, look, columns, 8),
        ...startLines(start, view, look, columns, rows),
      ];
      for (const line of lines) expect(width(line.map(({ text }) => text).join(''))).toBe(columns);
    }),
    { numRuns: 150 },
  );
});

import fc from 'fast-check';
import { render } from 'ink-testing-library';
import { describe, expect, test } from 'vitest';
import type { DiagnosticEvent, DiagnosticResult } from '../../../src/model/diagnostic.ts';
import { shapeOf } from '../../../src/model/metric-set.ts';
import type { Line } from '../../../src/ui/line.ts';
import { columnsLines } from '../../../src/ui/overlays/columns.tsx';
import { detailLines } from '../../../src/ui/overlays/detail.tsx';
import { diagnosticLines } from '../../../src/ui/overlays/diagnostic.tsx';
import { diagnosticsLines } from '../../../src/ui/overlays/diagnostics.tsx';
import { type HelpRow, helpLines } from '../../../src/ui/overlays/help.tsx';
import { logLines } from '../../../src/ui/overlays/log.tsx';
import { type OverlayProps, page } from '../../../src/ui/overlays/overlay.ts';
import { overlaysFor } from '../../../src/ui/overlays/overlays.ts';
import { row, span } from '../../../src/ui/widgets/row.ts';
import { type SamplePlan, sampleOf } from '../../model/samples.ts';
import { calmState, event, member, screen, slowDisk, stage, textOf, view, wrongSizes } from '../panes/stage.ts';
import { hostOf, overlayStage } from './stage.ts';

const keys: readonly HelpRow[] = [
  { keys: 'q', label: 'quit', help: 'Leave the program.', group: 'everywhere' },
  { keys: 'SPC p', label: 'pause', help: 'Hold the screen; collecting goes on.', group: 'everywhere' },
  { keys: 'a', label: 'ack', help: 'Acknowledge the alert.', group: 'events' },
];

const result: DiagnosticResult = {
  id: 'hashkv',
  verdict: 'critical',
  summary:
    'The members do not hold the same content: cp-3 differs from the others at revision 8412771, and that does not mend itself.',
  table: {
    columns: ['member', 'revision', 'hash'],
    rows: [
      ['cp-1', '8412771', '1fe3a9'],
      ['cp-2\x1b[2J', '8412771', '1fe3a9'],
      ['cp-3', '8412771', '77c0b2'],
    ],
  },
  notes: ['Take a snapshot of cp-1 before anything else.'],
  data: {},
};

function running(events: readonly DiagnosticEvent[], still = true): OverlayProps {
  return overlayStage({
    state: { ...calmState, overlay: { kind: 'diagnostic', id: 'hashkv', events, running: still } },
  });
}

const drawn: Readonly<Record<string, (props: OverlayProps) => Line[]>> = {
  help: (props) => helpLines(props, keys),
  log: logLines,
  columns: (props) =>
    columnsLines({
      ...props,
      state: { ...props.state, overlay: { kind: 'columns', cursor: 3 }, columns: { id: true, version: false } },
    }),
  detail: detailLines,
  diagnostics: (props) =>
    diagnosticsLines({ ...props, state: { ...props.state, overlay: { kind: 'diagnostics', cursor: 1 } } }),
  diagnostic: (props) =>
    diagnosticLines({
      ...props,
      state: {
        ...props.state,
        overlay: { kind: 'diagnostic', id: 'hashkv', events: [{ kind: 'result', result }], running: false },
      },
    }),
};

describe.each(Object.keys(drawn))('the overlay %s', (name) => {
  const lines = drawn[name] ?? (() => []);
  test.each([
    [60, 12],
    [80, 24],
    [160, 40],
  ])('at %ix%i', async (columns, rows) => {
    const props = overlayStage({ columns, rows });
    expect(wrongSizes(lines(props), props)).toEqual([]);
    await expect(screen(lines(props))).toMatchFileSnapshot(`../../goldens/overlays/${name}-${columns}x${rows}.txt`);
  });

  test('fills exactly its room, whatever it is given', () =>
    fc.assert(
      fc.property(
        fc.integer({ min: 20, max: 220 }),
        fc.integer({ min: 2, max: 60 }),
        fc.string({ unit: 'binary', maxLength: 40 }),
        fc.oneof(fc.integer({ min: -3, max: 500 }), fc.double()),
        (columns, rows, text, scroll) => {
          const odd = member(text, text, { trouble: text, version: text });
          const hostile = { ...odd, sample: { ...odd.sample, peerUrls: [text, text], clientUrls: [], endpoint: text } };
          const seen = view([hostile], { events: [event('CRIT', scroll, text, text)] });
          const state = { ...calmState, overlayScroll: scroll, filter: text.slice(0, 3) };
          const props = overlayStage({ view: seen, columns, rows, state, now: scroll });
          expect(wrongSizes(lines(props), props)).toEqual([]);
          expect(textOf(lines(props)).join('')).not.toMatch(/\p{C}/u);
        },
      ),
      { numRuns: 100 },
    ));

  test('stands without members', () => {
    const props = overlayStage({ view: view([]) });
    expect(wrongSizes(lines(props), props)).toEqual([]);
  });
});

describe('help', () => {
  test('has the keys of the focused pane first', () => {
    const text = textOf(helpLines(overlayStage({ state: { ...calmState, focus: 'events' } }), keys));
    expect(text[1]?.trim()).toBe('EVENTS');
    expect(textOf(helpLines(overlayStage(), keys))[1]?.trim()).toBe('EVERYWHERE');
    expect(screen(helpLines(overlayStage(), keys))).toContain('.:-=+*#%@');
  });
});

describe('a running diagnostic', () => {
  const progress = (done: number, text: string): DiagnosticEvent => ({ kind: 'progress', done, total: 4, text });
  test('shows how far it is and how to stop it', () => {
    const text = screen(diagnosticLines(running([progress(0, 'asking cp-1'), progress(2, 'asking cp-2')])));
    expect(text).toContain('[############............] 2/4');
    expect(text).toContain('asking cp-2');
    expect(text).toContain('Esc cancels');
  });
  test('says what it does before the first answer, and that it ended without one', () => {
    expect(screen(diagnosticLines(running([])))).toContain('starting');
    expect(screen(diagnosticLines(running([], false)))).toContain('ended without a result');
  });
  test('has no bar beyond its end', () =>
    expect(screen(diagnosticLines(running([{ kind: 'progress', done: 9, total: 0, text: '' }])))).toContain('[....'));
  test.each(['ok', 'warning', 'critical', 'unknown'] as const)('says the verdict %s in a word', (verdict) => {
    const lines = diagnosticLines(running([{ kind: 'result', result: { ...result, verdict } }], false));
    expect(textOf(lines)[1]).toMatch(new RegExp(`^${verdict.toUpperCase()} `));
  });
});

describe('the list of diagnostics', () => {
  const cursor = { ...calmState, overlay: { kind: 'diagnostics', cursor: 2 } } as const;
  test('says why an action may not run', () =>
    expect(screen(diagnosticsLines(overlayStage({ state: cursor })))).toContain('start with --allow-actions'));
  test('says nothing of that when it may', () => {
    const host = hostOf(slowDisk(), [], { allowActions: true });
    expect(screen(diagnosticsLines(overlayStage({ state: cursor, host })))).not.toContain('--allow-actions');
  });
});

describe('the member detail', () => {
  const plan = (seconds: number, count: number): SamplePlan => ({
    seconds,
    members: {
      a: {
        id: '8e9e05c5',
        page: {
          process_start_time_seconds: 1000,
          etcd_disk_wal_fsync_duration_seconds: { 0.001: count, 0.002: count * 2, 0.064: count, Infinity: 0 },
        },
      },
    },
  });
  const samples = [plan(0, 0), plan(2, 100), plan(4, 200)].map(sampleOf);

  test('shows quantiles and buckets of the window', () => {
    const props = overlayStage({ host: hostOf(slowDisk(), samples), rows: 60 });
    const text = screen(detailLines(props));
    expect(text).toMatch(/WAL fsync {2}800 observations in 4s/);
    expect(text).toMatch(/p50 1\.5 ms {2}p90 39 ms {2}p99 62 ms/);
    expect(text).toMatch(/\(1, 2\] +400 {2}#+/);
    expect(text).not.toContain('(64, inf]');
  });

  test('shows what was tried where the metrics do not answer, and what is not known', () => {
    const base = member('a', 'cp-1', { access: 'api-only' });
    const sample = { ...base.sample, metricsError: { kind: 'http', text: 'http://cp-1:2381/metrics: 403' } as const };
    const text = screen(detailLines(overlayStage({ view: view([{ ...base, sample }]), rows: 60 })));
    expect(text).toContain('nowhere: http: http://cp-1:2381/metrics: 403');
    expect(text).toContain('api-only: gRPC answers, metrics do not');
    expect(text).toMatch(/serving certificate +not seen/);
    expect(text).toContain('nothing to compare in the window');
  });

  test('shows where the metrics came from', () => {
    const base = member('a', 'cp-1');
    const set = { shape: shapeOf([]), values: new Float64Array() };
    const metrics = { set, from: 'http://cp-1:2381/metrics', mono: 0, seconds: 0.004, bytes: 184_320 };
    const text = screen(
      detailLines(overlayStage({ view: view([{ ...base, sample: { ...base.sample, metrics } }]), rows: 60 })),
    );
    expect(text).toMatch(/metrics from +http:\/\/cp-1:2381\/metrics 180K in 4 ms/);
    expect(text).not.toContain('nowhere');
  });

  test('says that a daemon gave the metrics, how old they are, and where it reads them', () => {
    const relay = { from: 'http://127.0.0.1:2381/metrics\u001b[2J', everySeconds: 15 };
    const set = { shape: shapeOf([]), values: new Float64Array() };
    const read = { set, from: 'http://10.0.0.12:8080/member', mono: 0, seconds: 0.004, bytes: 184_320, relay };
    const base = member('a', 'cp-1');
    const row = { ...base, relayAgeSeconds: 6, sample: { ...base.sample, metrics: read } };
    const text = screen(detailLines(overlayStage({ view: view([row]), rows: 60, columns: 100 })));
    expect(text).toMatch(/metrics from +the etcdoc daemon at 10\.0\.0\.12:8080, 6s old; every 15s it reads/);
    expect(text).toContain('http://127.0.0.1:2381/metrics\\x1b[2J');
    expect(text).toContain('full: gRPC, and metrics by the etcdoc daemon beside it');
  });

  test('is about the selected member', () => {
    const state = { ...calmState, selected: 'd2034aa1' };
    const text = screen(detailLines(overlayStage({ state, rows: 60 })));
    expect(text).toContain('MEMBER cp-3');
    expect(text).toContain('SLOW');
  });
});

describe('a page', () => {
  const lines = Array.from({ length: 10 }, (_, index) => row(20, [span(`line ${index}`)]));
  const props = stage({ view: slowDisk(), columns: 20, rows: 5 });
  test('says how much is below and stops at the end', () => {
    expect(textOf(page({ text: 'T' }, lines, 0, props)).at(-1)).toContain('7 more lines');
    expect(
      textOf(page({ text: 'T' }, lines, 99, props))
        .map((line) => line.trim())
        .slice(1),
    ).toEqual(['line 6', 'line 7', 'line 8', 'line 9']);
  });
});

test.each(Object.keys(overlaysFor(keys)))('the component %s draws its lines and nothing else', (kind) => {
  const Overlay = overlaysFor(keys)[kind as 'help'];
  const { lastFrame, unmount } = render(<Overlay {...overlayStage()} />);
  expect(lastFrame()?.split('\n')).toHaveLength(24);
  unmount();
});

import { expect, test } from 'vitest';
import { footerLine } from '../../src/ui/footer-line.ts';
import { frameOf } from '../../src/ui/frame.ts';
import { initialState, type Overlay } from '../../src/ui/state.ts';
import { hostOf } from './host.ts';
import { clusterView, memberView, monitorOf } from './views.ts';

const overlays: readonly Overlay[] = [
  { kind: 'help' },
  { kind: 'detail' },
  { kind: 'log' },
  { kind: 'columns', cursor: 0 },
  { kind: 'diagnostics', cursor: 0 },
];

test.each(overlays)('over $kind the last line tells of each key one thing', (overlay) => {
  const { host } = hostOf(monitorOf([clusterView([memberView('cp-1')])]));
  const frame = frameOf(host, { ...initialState, overlay }, { glyphs: 'ascii', colors: 'none' }, 200, 24);
  const keys = footerLine(frame)
    .filter(({ tone }) => tone === 'accent')
    .map(({ text }) => text.trim());
  expect(keys).toContain('Esc');
  expect(new Set(keys).size).toBe(keys.length);
});

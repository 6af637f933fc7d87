import type { Host } from '../host.ts';
import type { KeyRow } from './key-row.ts';

/** Leaving, help, and the terminal itself. */
export const programKeys: readonly KeyRow[] = [
  {
    keys: ['?', 'h'],
    label: 'help',
    help: 'this help',
    group: 'general',
    action: { kind: 'overlay', overlay: { kind: 'help' } },
  },
  { keys: ['q', 'ctrl-c'], label: 'quit', help: 'quit', group: 'general', action: { kind: 'quit' } },
  {
    keys: ['esc'],
    help: 'back: close, cancel, leave the zoom, clear the filter',
    group: 'general',
    action: { kind: 'back' },
  },
  {
    keys: ['D'],
    label: 'diagnose',
    help: 'diagnostics: what can be asked of etcd on demand',
    group: 'general',
    action: { kind: 'overlay', overlay: { kind: 'diagnostics', cursor: 0 } },
    whenDisabled: (_, { mode, diagnostics }) =>
      diagnostics.length > 0
        ? undefined
        : mode === 'replay'
          ? 'a recording cannot be asked'
          : 'no diagnostic is available',
  },
  { keys: ['ctrl-l'], help: 'paint the whole screen again', group: 'general', action: { kind: 'repaint' } },
  {
    keys: ['ctrl-z'],
    help: 'suspend; fg continues',
    group: 'general',
    action: { kind: 'suspend' },
    whenDisabled: (_, { suspend }) => (suspend ? undefined : 'there is no job control here'),
  },
  { keys: ['H'], help: 'header of one line or all of them', group: 'general', action: { kind: 'header' } },
  {
    keys: ['v'],
    help: 'normal, wide (more chart), compact (no charts)',
    group: 'general',
    action: { kind: 'density' },
  },
];

const liveOnly =
  (what: string) =>
  (_: unknown, { mode }: Host) =>
    mode === 'replay' ? `a replay ${what}` : undefined;
const keepsPace = liveOnly('keeps the interval of its recording');
const playedOut = (_: unknown, { replay }: Host) => (replay?.ended ? 'the recording is at its end' : undefined);

/** Which moment is shown, and how often there is a new one. */
export const timeKeys: readonly KeyRow[] = [
  {
    keys: ['space', 'p', 'Z', 'z'],
    label: 'pause',
    help: 'hold the display and go on; collecting never stops, a replay does',
    group: 'time',
    action: { kind: 'pause' },
    whenDisabled: (_, __, { newest }) => (newest < 0 ? 'there is no sample yet' : undefined),
  },
  {
    keys: ['[', 'T'],
    label: 'step',
    help: 'one sample back',
    group: 'time',
    action: { kind: 'step', samples: -1 },
    whenDisabled: noOlder,
  },
  {
    keys: [']', 't'],
    help: 'one sample forward',
    group: 'time',
    action: { kind: 'step', samples: 1 },
    whenDisabled: noNewer,
  },
  {
    keys: ['{'],
    help: 'ten samples back',
    group: 'time',
    action: { kind: 'step', samples: -10 },
    whenDisabled: noOlder,
  },
  {
    keys: ['}'],
    help: 'ten samples forward',
    group: 'time',
    action: { kind: 'step', samples: 10 },
    whenDisabled: noNewer,
  },
  {
    keys: ['b'],
    help: 'jump to a time: 14:01, 14:01:30, -5m',
    group: 'time',
    action: { kind: 'overlay', overlay: { kind: 'prompt', ask: 'jump', text: '' } },
    whenDisabled: (_, __, { newest }) => (newest < 0 ? 'there is no sample yet' : undefined),
  },
  {
    keys: ['L'],
    help: 'back to live; so does End while paused',
    group: 'time',
    action: { kind: 'live' },
    whenDisabled: ({ paused }) => (paused === undefined ? 'this is live already' : undefined),
  },
  {
    keys: ['+', '='],
    label: 'slower',
    help: 'longer interval: 0.5 1 2 5 10 30 s; in a replay faster: 0.5 1 2 5 10 30 60',
    group: 'time',
    action: { kind: 'interval', by: 1 },
    whenDisabled: playedOut,
  },
  {
    keys: ['-'],
    label: 'faster',
    help: 'shorter interval; in a replay slower',
    group: 'time',
    action: { kind: 'interval', by: -1 },
    whenDisabled: playedOut,
  },
  {
    keys: ['d'],
    help: 'type an interval in seconds',
    group: 'time',
    action: { kind: 'overlay', overlay: { kind: 'prompt', ask: 'interval', text: '' } },
    whenDisabled: keepsPace,
  },
  { keys: ['r'], help: 'sample now', group: 'time', action: { kind: 'sampleNow' }, whenDisabled: keepsPace },
];

function noOlder(
  { paused }: { readonly paused?: number | undefined },
  _: unknown,
  { oldest, newest }: Parameters<NonNullable<KeyRow['whenDisabled']>>[2],
) {
  if (newest < 0) return 'there is no sample yet';
  return (paused ?? newest) <= oldest ? 'no older sample is held' : undefined;
}

function noNewer(
  { paused }: { readonly paused?: number | undefined },
  _: unknown,
  { newest }: Parameters<NonNullable<KeyRow['whenDisabled']>>[2],
) {
  return paused === undefined || paused >= newest ? 'this is the newest sample' : undefined;
}

/** Where the keys go. */
export const moveKeys: readonly KeyRow[] = [
  { keys: ['tab', 'right'], label: 'pane', help: 'next pane', group: 'panes', action: { kind: 'focusNext' } },
  { keys: ['shift-tab', 'left'], help: 'previous pane', group: 'panes', action: { kind: 'focusPrevious' } },
  {
    keys: ['1', '2', '3', '4', '5', '6', '7', '8', '0'],
    help: 'focus the pane of that number; again hides it',
    group: 'panes',
    action: (digit) => ({ kind: 'focusDigit', digit }),
  },
  { keys: ['9'], help: 'focus the member table', group: 'panes', action: { kind: 'focusDigit', digit: '9' } },
  {
    keys: ['e'],
    label: 'zoom',
    help: 'the focused pane alone on the screen, and back',
    group: 'panes',
    action: { kind: 'zoom' },
  },
  { keys: ['up', 'k'], help: 'up in the focused pane', group: 'panes', action: { kind: 'move', by: 'up' } },
  { keys: ['down', 'j'], help: 'down in the focused pane', group: 'panes', action: { kind: 'move', by: 'down' } },
  { keys: ['pageup'], help: 'a page up', group: 'panes', action: { kind: 'move', by: 'pageUp' } },
  { keys: ['pagedown'], help: 'a page down', group: 'panes', action: { kind: 'move', by: 'pageDown' } },
  { keys: ['home', 'g'], help: 'to the top', group: 'panes', action: { kind: 'move', by: 'top' } },
  { keys: ['G'], help: 'to the bottom', group: 'panes', action: { kind: 'move', by: 'bottom' } },
  { keys: ['end'], help: 'to the bottom; back to live while paused', group: 'panes', action: { kind: 'end' } },
];

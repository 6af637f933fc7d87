import type { KeyRow } from './key-row.ts';

const noFilter: KeyRow['whenDisabled'] = ({ filter }) => (filter === '' ? 'no filter is set; / sets one' : undefined);
const noSample: KeyRow['whenDisabled'] = (_, __, { newest }) => (newest < 0 ? 'there is no sample yet' : undefined);

/** Alerts, events and marks. */
export const eventKeys: readonly KeyRow[] = [
  {
    keys: ['m'],
    label: 'mark',
    help: 'drop a named mark into timeline, events and recording',
    group: 'events',
    action: { kind: 'overlay', overlay: { kind: 'prompt', ask: 'mark', text: '' } },
    whenDisabled: (_, { mode }) => (mode === 'replay' ? 'a replay takes no new marks' : undefined),
  },
  {
    keys: ['/'],
    label: 'filter',
    help: 'filter events, and members when there are more than seven',
    group: 'events',
    action: { kind: 'overlay', overlay: { kind: 'prompt', ask: 'filter', text: '' } },
  },
  { keys: ['n'], help: 'next match', group: 'events', action: { kind: 'match', by: 1 }, whenDisabled: noFilter },
  { keys: ['N'], help: 'previous match', group: 'events', action: { kind: 'match', by: -1 }, whenDisabled: noFilter },
  {
    keys: ['a'],
    label: 'ack',
    help: 'acknowledge the active alerts',
    group: 'events',
    action: { kind: 'acknowledge' },
    whenDisabled: ({ acknowledged }, _, { view }) =>
      view?.alerts.some(({ key, clearedAt }) => clearedAt === undefined && !acknowledged.includes(key))
        ? undefined
        : 'no active alert waits for it',
  },
  {
    keys: ['x'],
    help: 'clear what is over from the events',
    group: 'events',
    action: { kind: 'clear' },
    whenDisabled: (_, __, { view }) => (view && view.events.length > 0 ? undefined : 'there are no events'),
  },
  {
    keys: ['l'],
    label: 'log',
    help: 'the whole event log',
    group: 'events',
    action: { kind: 'overlay', overlay: { kind: 'log' } },
  },
];

/** What leaves the screen. */
export const outputKeys: readonly KeyRow[] = [
  {
    keys: ['y'],
    label: 'copy',
    help: "copy the screen's text to the clipboard (OSC 52) and to a file",
    group: 'output',
    action: { kind: 'copy' },
    whenDisabled: noSample,
  },
  {
    keys: ['o'],
    label: 'write',
    help: 'write the sample as JSON and the screen as text',
    group: 'output',
    action: { kind: 'write' },
    whenDisabled: noSample,
  },
  {
    keys: ['R'],
    label: 'record',
    help: 'start or stop a recording',
    group: 'output',
    action: { kind: 'record' },
    whenDisabled: (_, { mode }) => (mode === 'replay' ? 'a replay is a recording already' : undefined),
  },
];

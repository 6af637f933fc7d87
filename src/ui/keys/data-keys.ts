import type { KeyRow } from './key-row.ts';

/** The member table. */
export const tableKeys: readonly KeyRow[] = [
  {
    keys: ['enter'],
    label: 'detail',
    help: 'everything about the selected member',
    group: 'members',
    action: { kind: 'open' },
    whenDisabled: (_, __, { view }) => (view && view.members.length > 0 ? undefined : 'no member is known yet'),
  },
  {
    keys: ['s', '>'],
    label: 'sort',
    help: 'sort by the next column',
    group: 'members',
    action: { kind: 'sort', by: 1 },
  },
  { keys: ['<'], help: 'sort by the previous column', group: 'members', action: { kind: 'sort', by: -1 } },
  { keys: ['I'], help: 'turn the order round', group: 'members', action: { kind: 'invert' } },
  {
    keys: ['f'],
    label: 'fields',
    help: 'choose columns',
    group: 'members',
    action: { kind: 'overlay', overlay: { kind: 'columns', cursor: 0 } },
  },
];

/** What rates and charts are made from. */
export const chartKeys: readonly KeyRow[] = [
  {
    keys: ['w'],
    label: 'window',
    help: 'window of p99 and rates: 30 s, 1 m, 5 m, 15 m',
    group: 'charts',
    action: { kind: 'window' },
  },
  {
    keys: ['c'],
    label: 'chart',
    help: 'the next metric in the first chart and the zoom',
    group: 'charts',
    action: { kind: 'chart' },
  },
  {
    keys: ['A'],
    help: 'scale fixed by the bounds, or by what is visible',
    group: 'charts',
    action: { kind: 'autoScale' },
  },
];

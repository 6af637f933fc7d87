/** The panes by name; `panes.ts` holds what each of them is. */
export type PaneId =
  | 'members'
  | 'fsync'
  | 'commit'
  | 'focus'
  | 'rtt'
  | 'leader'
  | 'diagnosis'
  | 'events'
  | 'lag'
  | 'load';

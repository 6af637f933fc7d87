import type { Board } from '../board.ts';

/** What an output may know of the daemon besides the notices it is given. */
export type OutputContext = {
  /** The host the daemon runs on, as on the board. */
  readonly node: string;
  readonly version: string;
  /** Asked when an alert is first sent, and at the opening for what fires already. */
  readonly board: () => Pick<Board, 'view' | 'firing'>;
  /** NODE_NAME, POD_NAME, POD_NAMESPACE, POD_UID and where the Kubernetes API is. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Where the pod's token and CA are mounted. */
  readonly serviceAccount?: string | undefined;
};

import type { LabCluster } from '../../test/lab/lab-cluster.ts';
import type { LoadOptions } from '../../test/lab/load.ts';
import type { ClusterOptions } from '../../test/lab/options.ts';

/** How an incident is made on a cluster of its own. */
export type Play = {
  readonly cluster?: ClusterOptions | undefined;
  readonly load?: Omit<LoadOptions, 'seconds'> | undefined;
  /** Seconds of calm before it, 6 unless given. */
  readonly calmSeconds?: number | undefined;
  /** Seconds after it begins within which it must be named; 30 unless given. */
  readonly seconds?: number | undefined;
  /** Done before anybody looks; gives further endpoints. */
  readonly prepare?: ((stage: PlayStage) => Promise<readonly string[]>) | undefined;
  /** Metrics pages to read before those of the members. */
  readonly pages?: ((stage: PlayStage) => Promise<readonly string[]>) | undefined;
  /** The incident itself. */
  readonly begin: (stage: PlayStage) => Promise<void>;
};

export type PlayStage = {
  readonly cluster: LabCluster;
  readonly wait: (seconds: number) => Promise<void>;
  /** Ends what was begun, after all. */
  readonly later: (end: () => Promise<unknown> | undefined) => void;
};

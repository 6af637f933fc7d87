import type { LabCluster } from '../../test/lab/lab-cluster.ts';
import type { LoadOptions } from '../../test/lab/load.ts';
import type { ClusterOptions } from '../../test/lab/options.ts';

/** A cluster, a load, and what happens to it while every sample is recorded. */
export type Scenario = {
  readonly name: string;
  readonly cluster: ClusterOptions;
  readonly load: Omit<LoadOptions, 'seconds'>;
  readonly intervalSeconds: number;
  readonly play: (stage: Stage) => Promise<void>;
};

export type Stage = {
  readonly cluster: LabCluster;
  /** Lets time pass. */
  readonly wait: (seconds: number) => Promise<void>;
  /** Drops a mark into the recording. */
  readonly mark: (text: string) => void;
};

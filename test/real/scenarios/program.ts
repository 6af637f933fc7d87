import { type Ended, runProgram } from '../../cli/program.ts';
import type { LabCluster } from '../../lab/lab-cluster.ts';

/** Connection flags for a lab cluster. */
export function connectionFlags({ endpoints, tls }: Pick<LabCluster, 'endpoints' | 'tls'>): string[] {
  const files = tls === undefined ? [] : ['--cacert', tls.ca, '--cert', tls.cert, '--key', tls.key];
  return ['--endpoints', endpoints.join(','), ...files];
}

/** Runs the bundled program on a lab cluster without a terminal; of a flag given twice the later one wins. */
export function runOn(cluster: LabCluster, command: string, flags: readonly string[] = []): Promise<Ended> {
  return runProgram([command, ...connectionFlags(cluster), ...flags]);
}

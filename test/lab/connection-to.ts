import type { Connection } from '../../src/collector/connection.ts';
import type { LabCluster } from './lab-cluster.ts';

/** How to reach a lab cluster; anything may be replaced. */
export function connectionTo(
  cluster: Pick<LabCluster, 'endpoints' | 'tls'>,
  change: Partial<Connection> = {},
): Connection {
  return {
    endpoints: cluster.endpoints,
    tls: { ...cluster.tls, insecureSkipVerify: false },
    dialTimeoutMs: 2_000,
    commandTimeoutMs: 5_000,
    metricsUrls: [],
    expand: true,
    ...change,
  };
}

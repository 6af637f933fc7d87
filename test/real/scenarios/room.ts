import type { Thresholds } from '../../../src/model/monitor.ts';
import type { MetricId } from '../../../src/model/registry.ts';

const never = { warning: 1e9, critical: 1e9 };

/** What a fault leaves behind for minutes, in windows of minutes, or what a busy machine can show by itself. Other tests are about these. */
const afterwards = [
  'slowApplyPerSecond',
  'slowReadIndexPerSecond',
  'heartbeatFailuresPerSecond',
  'proposalsFailedPerSecond',
  'proposalsPending',
  'grpcFailedRatio',
  'grpcP99',
  'linearizableReadSeconds',
] as const satisfies readonly MetricId[];

/** The disk and the scheduler of the machine that runs the tests shall not decide them; faults made on purpose are above. */
export const roomForTheMachine: Thresholds = {
  metrics: {
    ...Object.fromEntries(afterwards.map((metric) => [metric, never])),
    walFsyncP99: { warning: 0.128, critical: 5 },
    backendCommitP99: { warning: 0.128, critical: 5 },
    peerRttP99: { warning: 1, critical: 5 },
  },
};

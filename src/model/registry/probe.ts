import { linearizable, status } from '../recipe.ts';
import type { MetricEntry } from './entry.ts';

/** What was measured from here. */
export const probeMetrics = {
  statusRttSeconds: {
    title: 'Status round trip',
    unit: 'seconds',
    from: status('rttSeconds'),
    help: 'How long the member took to answer Status, as seen from here.',
  },
  linearizableReadSeconds: {
    title: 'linearizable read',
    unit: 'seconds',
    from: linearizable,
    levels: { warning: 0.5, critical: 2 },
    judgedBy: 'linearizable-read',
    help: 'How long a read through the leader took, on its own slow clock.',
  },
} as const satisfies Record<string, MetricEntry>;

import { type DefragPlan, planDefrag } from '../model/defrag-plan.ts';
import type { DiagnosticResult } from '../model/diagnostic.ts';
import { formatBytes } from '../model/format.ts';
import type { Diagnostic } from './diagnostic.ts';

/** What a rolling defragmentation would return, member by member, and in which order. */
export const defragPlan: Diagnostic = {
  id: 'defrag-plan',
  title: 'What a defragmentation would do',
  effect: 'read',
  help: 'Works from the numbers at hand and asks etcd nothing.',
  async *run({ view }) {
    yield { kind: 'result', result: conclude(planDefrag(view)) };
  },
};

const size = (bytes: number | undefined) => (bytes === undefined ? '-' : formatBytes(bytes));

function conclude(plan: DefragPlan): DiagnosticResult {
  const { steps, skipped, warnings } = plan;
  const returned = steps.reduce((sum, step) => sum + step.returnsBytes, 0);
  const known = steps.length + skipped.length > 0;
  return {
    id: 'defrag-plan',
    verdict: !known ? 'unknown' : steps.length > 0 || warnings.length > 0 ? 'warning' : 'ok',
    summary:
      steps.length > 0
        ? `${steps.length} of ${steps.length + skipped.length} members are worth it, ${formatBytes(returned)} would be returned`
        : 'no member is worth a defragmentation',
    table: {
      columns: ['STEP', 'MEMBER', 'SIZE', 'IN USE', 'RETURNS', 'WHY'],
      rows: [
        ...steps.map((step, index) => [
          String(index + 1),
          step.leader ? `${step.label} (leader)` : step.label,
          formatBytes(step.sizeBytes),
          formatBytes(step.inUseBytes),
          formatBytes(step.returnsBytes),
          step.because,
        ]),
        ...skipped.map((skip) => ['-', skip.label, size(skip.sizeBytes), size(skip.inUseBytes), '-', skip.because]),
      ],
    },
    notes: [
      ...warnings,
      ...(steps.length > 0
        ? [
            'One member at a time, each back and caught up before the next; a member serves nothing while it defragments.',
          ]
        : []),
      ...(steps.at(-1)?.leader && steps.length > 1 ? ['Move the leadership away before the last step.'] : []),
    ],
    data: plan,
  };
}

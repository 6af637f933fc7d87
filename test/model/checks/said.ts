import type { CheckId } from '../../../src/model/check-id.ts';
import type { Blind, Finding } from '../../../src/model/finding.ts';
import { createMonitor, type Thresholds } from '../../../src/model/monitor.ts';
import type { ClusterSample } from '../../../src/model/sample.ts';
import { threeAt } from '../samples.ts';

/** What a monitor says at the end of some samples. */
export function viewOf(samples: readonly ClusterSample[], thresholds?: Thresholds) {
  const monitor = createMonitor({ windowSeconds: 60, thresholds });
  for (const sample of samples) monitor.push(sample);
  if (!monitor.latest) throw new Error('no samples');
  return monitor.latest;
}

/** What one check says at the end of some samples. */
export const said = (check: CheckId, samples: readonly ClusterSample[], thresholds?: Thresholds): readonly Finding[] =>
  viewOf(samples, thresholds).findings.filter((finding) => finding.check === check);

/** What one check could not look at. */
export const blindTo = (check: CheckId, samples: readonly ClusterSample[]): readonly Blind[] =>
  viewOf(samples).blind?.filter((one) => one.check === check) ?? [];

/** Three members every `step` seconds up to and with `seconds`; `plan` says what each moment changes. */
export const every = (
  step: number,
  seconds: number,
  plan: (seconds: number) => Parameters<typeof threeAt>[1],
  more: Parameters<typeof threeAt>[2] = {},
): readonly ClusterSample[] =>
  Array.from({ length: Math.floor(seconds / step) + 1 }, (_, i) =>
    threeAt(i * step, plan(i * step), { interval: step, ...more }),
  );

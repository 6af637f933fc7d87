import type { CauseId } from '../../src/model/cause.ts';
import { createMonitor } from '../../src/model/monitor.ts';
import type { ClusterSample } from '../../src/model/sample.ts';
import { type Expected, thresholdsOf } from './expected.ts';

/** What was said of an incident: the cause named first and when, and what was named besides. */
export type Said = {
  /** The cause that was the first to stand first above info, however briefly; where info is enough, the expected one if it ever stood first. */
  readonly first: CauseId | undefined;
  /** Wall ms at which the expected cause stood first, for the first time. */
  readonly namedAt: number | undefined;
  readonly falseAlarms: readonly CauseId[];
};

/** Judges samples as they come, live or from a recording. */
export function watchFor(expected: Expected) {
  const { cause, also = [], calm } = expected;
  const monitor = createMonitor({ windowSeconds: 20, thresholds: thresholdsOf(expected) });
  const alarms = new Set<CauseId>();
  let first: CauseId | undefined;
  let namedAt: number | undefined;
  return {
    take(sample: ClusterSample): void {
      const { causes, at } = monitor.push(sample);
      const loud = causes.filter(({ severity }) => severity !== 'info');
      const leading = (calm === true ? causes : loud)[0]?.cause;
      if (first === undefined || (calm === true && leading === cause)) first = leading;
      if (leading !== undefined && leading === cause) namedAt ??= at;
      for (const { cause: named } of loud) if (named !== cause && !also.includes(named)) alarms.add(named);
    },
    said: (): Said => ({ first, namedAt, falseAlarms: [...alarms] }),
    latest: () => monitor.latest,
  };
}

import type { CheckId } from '../model/check-id.ts';
import { metricIds, registry } from '../model/registry.ts';

const metrics: ReadonlyMap<string, string> = new Map(
  metricIds.flatMap((id) => {
    const check = registry[id].check?.id;
    return check === undefined ? [] : [[check, id]];
  }),
);

/** The registry metric whose level a check looks at; the check's own id where it looks at more than one number. */
export function metricOfCheck(check: CheckId): string {
  return metrics.get(check) ?? check;
}

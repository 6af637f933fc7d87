import { judge } from '../model/verdict.ts';
import { clean } from '../text/clean.ts';
import { withoutSecrets } from '../text/without-secrets.ts';
import { checkSchema } from './check-report.ts';
import { stamp } from './cluster-lines.ts';
import { jsonText } from './json-text.ts';
import { type Provenance, provenanceText } from './provenance.ts';
import type { CheckV1 } from './schema/check-v1.ts';
import { wrap } from './wrap.ts';

/** A check that never got a sample. */
export type Unmeasured = {
  /** When it gave up, wall ms. */
  readonly at: number;
  readonly windowSeconds: number;
  readonly from: Provenance;
};

/** The check schema of it. */
export function unmeasuredJson({ at, windowSeconds, from }: Unmeasured): string {
  const cluster = {
    ...{ id: null, version: null, leader: null, term: null, revision: null },
    ...{ members: 0, voters: null, reachable: 0, quorum: null, canLose: null, alarms: [] },
  };
  const lists = { members: [], endpoints: [], findings: [], causes: [], unmeasured: [], notices: [], maintenance: [] };
  const head = { schema: checkSchema, from, at: new Date(at).toISOString(), windowSeconds, ...judge(undefined) };
  const report: CheckV1 = { ...head, cluster, ...lists };
  return withoutSecrets(`${jsonText(report, 2)}\n`);
}

/** The same for people. */
export function unmeasuredText({ at, windowSeconds, from }: Unmeasured): string {
  const asked = from.asked.map(clean).join(', ');
  const text = from.recorded ? `${asked} holds no sample` : `no sample came in time from ${asked}`;
  return withoutSecrets(`${wrap(text, 'UNKNOWN: ')}${stamp(at)}  ${provenanceText(from, { windowSeconds })}`);
}

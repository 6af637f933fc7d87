import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readSamples } from '../../../src/collector/replay.ts';
import { createMonitor } from '../../../src/model/monitor.ts';
import { type RuleSetId, ruleWords } from '../../../src/model/rules/rule.ts';
import { judge } from '../../../src/model/verdict.ts';

const loudness = { info: 0, warning: 1, critical: 2 } as const;
const sets = ruleWords.filter((word): word is RuleSetId => word !== 'etcdoc');

test.each(
  ['lost-quorum', 'crash', 'nospace', 'slow-network'].flatMap((incident) => sets.map((rules) => ({ incident, rules }))),
)('$incident by the rules of $rules: no cause is louder than their findings', async ({ incident, rules }) => {
  const monitor = createMonitor({ windowSeconds: 60, rules, rulesStepSeconds: 5 });
  let causes = 0;
  for await (const sample of readSamples(
    join(import.meta.dirname, '../../fixtures/incidents', `${incident}.ndjson.gz`),
  )) {
    const view = monitor.push(sample);
    const worst = Math.max(0, ...view.findings.map(({ severity }) => loudness[severity]));
    const loudest = Math.max(0, ...view.causes.map(({ severity }) => loudness[severity]));
    expect(loudest, `${judge(view).verdict}: ${view.causes.map(({ text }) => text).join('; ')}`).toBeLessThanOrEqual(
      worst,
    );
    expect(view.rules).toBe(rules);
    causes += view.causes.length;
  }
  if (incident === 'lost-quorum') expect(causes).toBeGreaterThan(0);
});

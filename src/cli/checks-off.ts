import { type CheckId, checkIds } from '../model/check-id.ts';
import type { Thresholds } from '../model/monitor.ts';
import type { RuleWord } from '../model/rules/rule.ts';
import { ruleSetOf } from '../model/rules/rule-sets.ts';

/** The checks that say nothing, and why: switched off, or not among the rules asked for. */
export function checksOff(thresholds: Thresholds | undefined, rules: RuleWord): ReadonlyMap<CheckId, string> {
  const asked = rules === 'etcdoc' ? checkIds : ruleSetOf(rules).rules.map(({ check }) => check);
  const off = new Map<CheckId, string>();
  for (const id of checkIds) {
    if (!asked.includes(id)) off.set(id, `the rule set ${rules} has no such rule`);
    else if (thresholds?.checks?.[id] === false) off.set(id, 'switched off in the configuration');
  }
  return off;
}

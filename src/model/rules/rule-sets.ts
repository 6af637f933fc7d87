import { legacyRules } from './legacy.ts';
import { mixinRules } from './mixin.ts';
import { platform9Rules } from './platform9.ts';
import type { RuleSet, RuleSetId } from './rule.ts';

/** ★ The rule sets that can take the place of the checks. */
export const ruleSets: readonly RuleSet[] = [
  { id: 'mixin', title: 'etcd mixin', rules: mixinRules },
  { id: 'platform9', title: 'Platform9', rules: platform9Rules },
  { id: 'legacy', title: 'Go etcdoc', rules: legacyRules },
];

/** A rule set by its id. */
export const ruleSetOf = (id: RuleSetId): RuleSet => {
  const found = ruleSets.find((set) => set.id === id);
  if (!found) throw new Error(`no rule set ${id}`);
  return found;
};

import { labelOf } from '../derive/access.ts';
import { bySeverity } from '../evaluate-checks.ts';
import type { Blind, Finding } from '../finding.ts';
import { formatDuration, formatValue } from '../format.ts';
import type { History } from '../history.ts';
import type { ClusterSample } from '../sample.ts';
import { isReadable, lookbackSeconds, reachOf } from './expression.ts';
import { remedyFor } from './remedies.ts';
import { type Rule, type RuleSet, severityOf } from './rule.ts';
import { createRuleAlerts, type RuleAlert } from './rule-alerts.ts';
import { scrapeOf } from './scrape-of.ts';
import { createSeriesStore } from './series-store.ts';

/** What a rule set says at one moment, and of which rules it knows too little. */
export type Judgements = { readonly findings: readonly Finding[]; readonly blind: readonly Blind[] };

/** A rule set over live samples. */
export type RuleWatch = {
  /** Takes the next sample; the rules are evaluated once a step, and what they said holds until the next. */
  push(sample: ClusterSample): Judgements;
};

/** Prometheus' usual step, for scrapes and rules alike. */
export const defaultStepSeconds = 30;

/** A watch without samples. */
export function createRuleWatch(set: RuleSet, stepSeconds = defaultStepSeconds): RuleWatch {
  const reach = new Map<string, number>();
  for (const rule of set.rules) reachOf(rule.when, 0, reach);
  let store = createSeriesStore(reach);
  let alerts = createRuleAlerts(set.rules);
  let lastAt = Number.NEGATIVE_INFINITY;
  let word: Judgements = { findings: [], blind: [] };
  return {
    push(sample) {
      if (sample.at < lastAt) {
        store = createSeriesStore(reach);
        alerts = createRuleAlerts(set.rules);
      } else if (sample.at - lastAt < stepSeconds * 900) return word;
      lastAt = sample.at;
      store.push(scrapeOf(sample));
      const now = alerts.evaluate(store, sample.at);
      const seconds = (sample.at - (store.since ?? sample.at)) / 1000;
      word = {
        findings: worstPerSubject(now.map((alert) => findingOf(set, alert, sample))),
        blind: set.rules.flatMap((rule) => blindOf(rule, seconds, (name) => store.of(name).length > 0)),
      };
      return word;
    },
  };
}

/** What a rule set says of recorded samples at wall ms `at`. */
export function ruleFindings(
  set: RuleSet,
  history: Pick<History, 'oldest' | 'at' | 'numberAt'>,
  at: number,
  stepSeconds = defaultStepSeconds,
): readonly Finding[] {
  const watch = createRuleWatch(set, stepSeconds);
  let findings: readonly Finding[] = [];
  for (let number = Math.max(0, history.oldest); number <= history.numberAt(at); number++) {
    const sample = history.at(number);
    if (sample) findings = watch.push(sample).findings;
  }
  return findings;
}

/** A rule that holds but not yet for long enough is information; it becomes what its rule set calls it when it fires. */
function findingOf(set: RuleSet, { rule, labels, value, activeAt, state }: RuleAlert, sample: ClusterSample): Finding {
  const member = sample.members.find(({ id }) => id === labels.instance);
  const held = (sample.at - activeAt) / 1000;
  const about = Object.entries(labels)
    .filter(([label]) => label !== 'instance' && label !== 'job')
    .map(([label, text]) => `${label} ${text}`);
  const { threshold, unit } = rule;
  return {
    check: rule.check,
    severity: state === 'firing' ? severityOf(rule) : 'info',
    subject: member?.id ?? 'cluster',
    subjectName: member ? labelOf(member) : 'cluster',
    value,
    threshold,
    unit,
    text: [
      `${rule.alert}: ${rule.says} ${formatValue(value, unit)}`,
      threshold === undefined ? '' : ` (bound ${formatValue(threshold, unit)})`,
      about.length > 0 ? `, ${about.join(', ')}` : '',
      state === 'firing'
        ? ` for ${formatDuration(held)}`
        : `; pending for ${formatDuration(held)} of ${formatDuration(rule.forSeconds)}`,
    ].join(''),
    remedy: remedyFor(rule.check),
    source: `${set.title} ${rule.alert}`,
  };
}

/** Two rules on the same thing (warning and critical, several series) are one finding: the worst. */
function worstPerSubject(findings: readonly Finding[]): readonly Finding[] {
  const sorted = findings.toSorted((a, b) => bySeverity(a.severity, b.severity) || (b.value ?? 0) - (a.value ?? 0));
  const seen = new Set<string>();
  return sorted.filter(({ check, subject }) => {
    const key = `${check} ${subject}`;
    return !seen.has(key) && seen.add(key);
  });
}

/** Rules whose series are not there, or whose window is not full: their silence is no pass. */
function blindOf(rule: Rule, seconds: number, has: (name: string) => boolean): Blind[] {
  const reach = reachOf(rule.when);
  const about = { check: rule.check, subject: 'cluster', subjectName: 'cluster' };
  if (!isReadable(rule.when, has)) {
    const missing = [...reach.keys()].filter((name) => !has(name));
    return [{ ...about, text: `${rule.alert}: no member exposes ${missing.join(', ')}` }];
  }
  const left = Math.max(...reach.values()) - lookbackSeconds + rule.forSeconds - seconds;
  return left > 0
    ? [{ ...about, text: `${rule.alert}: needs ${formatDuration(Math.ceil(left))} more of history` }]
    : [];
}

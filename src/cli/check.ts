import { hostname } from 'node:os';
import { canDrain, drainExitCode, drainsNamed } from '../model/can-drain.ts';
import type { RuleWord } from '../model/rules/rule.ts';
import { withUpgradeAdvice } from '../model/upgrade-advice.ts';
import { type FailOn, judge } from '../model/verdict.ts';
import type { ClusterView } from '../model/view.ts';
import { canDrainText, noMemberText } from '../report/can-drain-text.ts';
import { checkReport, drainOf } from '../report/check-report.ts';
import { checkText } from '../report/check-text.ts';
import { coloured } from '../report/coloured.ts';
import type { ReportOptions } from '../report/format.ts';
import { json } from '../report/json.ts';
import { jsonText } from '../report/json-text.ts';
import type { Provenance } from '../report/provenance.ts';
import { unmeasuredJson, unmeasuredText } from '../report/unmeasured.ts';
import { withoutSecrets } from '../text/without-secrets.ts';
import { terminalUse } from '../ui/terminal.ts';
import { openCheckProgress } from './check-progress.ts';
import { checksOff } from './checks-off.ts';
import { replayFeed, windowFeed } from './feed.ts';
import { measure } from './measure.ts';
import { type ConnectionFlags, readConnection } from './options/connection-flags.ts';
import type { ConnectionPlan } from './options/connection-options.ts';
import { UsageError } from './usage-error.ts';
import { version } from './version.ts';

/** What `check` was asked for; undefined is "not said". */
export type CheckFlags = ConnectionFlags & {
  readonly output: 'text' | 'json';
  readonly window: number;
  readonly failOn: FailOn;
  readonly canDrain?: string | undefined;
  readonly rules: RuleWord;
  readonly replay?: string | undefined;
  readonly at?: number | undefined;
  readonly verbose?: boolean | undefined;
  readonly color: 'auto' | 'always' | 'never';
};

/** Two samples one window apart, a report, an exit code. */
export async function check(flags: CheckFlags): Promise<number> {
  const { window: windowSeconds, replay, at, failOn, output } = flags;
  if (replay === undefined && at !== undefined) throw new UsageError('--at', 'there is no replay', 'add --replay FILE');
  const { plan, thresholds } = await readConnection(flags);
  const progress = openCheckProgress(replay === undefined ? windowSeconds : undefined);
  let samples = 0;
  const measured = await measure(
    replay === undefined ? windowFeed(plan, windowSeconds) : replayFeed(replay, { speed: Number.POSITIVE_INFINITY }),
    {
      windowSeconds,
      thresholds,
      distribution: plan.distribution,
      rules: flags.rules,
      // Two samples are two evaluations, and the end of a recording is never long after one.
      rulesStepSeconds: Math.min(windowSeconds, 30),
      samples: replay === undefined ? 2 : undefined,
      limitMs: replay === undefined ? windowSeconds * 1000 + plan.commandTimeoutMs : undefined,
      until: at,
      taken: (count) => {
        samples = count;
        progress.taken(count);
      },
    },
  ).finally(progress.end);
  const from = provenanceOf(plan, flags, samples);
  if (measured === undefined) {
    const nothing = { at: Date.now(), windowSeconds, from };
    process.stdout.write(output === 'json' ? unmeasuredJson(nothing) : unmeasuredText(nothing));
    return judge(undefined, failOn).exitCode;
  }
  const { distribution } = plan;
  const off = checksOff(thresholds, flags.rules);
  const view = off.has('version-advisory') ? measured : withUpgradeAdvice(measured);
  const options = { failOn, from, distribution, off, verbose: flags.verbose };
  if (flags.canDrain !== undefined) return answerDrain(view, flags.canDrain, output, options);
  const report = (output === 'json' ? json : checkText).open(options)(view);
  process.stdout.write(output === 'text' && inColour(flags.color) ? coloured(report) : report);
  return judge(view, failOn).exitCode;
}

function provenanceOf(plan: ConnectionPlan, { replay, rules }: CheckFlags, samples: number): Provenance {
  const live = [
    plan.srv === undefined ? plan.endpoints : [`SRV records of ${plan.srv.domain.value}`],
    plan.metricsUrls,
  ];
  return {
    etcdoc: version,
    host: hostname(),
    asked: replay === undefined ? live.flat() : [replay],
    recorded: replay !== undefined,
    origin: replay === undefined && plan.srv === undefined ? plan.origin : undefined,
    samples,
    rules,
  };
}

function inColour(color: CheckFlags['color']): boolean {
  const stdoutIsTerminal = process.stdout.isTTY === true;
  if (color === 'auto' && !stdoutIsTerminal) return false;
  return terminalUse({ env: process.env, stdoutIsTerminal, stdinIsTerminal: false, color }).look.colors !== 'none';
}

/** "Can I take it down now?": the report of those members alone, and yes or no as exit code. */
function answerDrain(view: ClusterView, name: string, output: CheckFlags['output'], options: ReportOptions): number {
  const all = canDrain(view, options.distribution);
  const drains = drainsNamed(all, name);
  if (all.length === 0) {
    process.stdout.write(output === 'json' ? json.open(options)(view) : noMemberText(view));
    return 3;
  }
  if (drains.length === 0)
    throw new UsageError('--can-drain', `no member ${name}; there are ${all.map(({ label }) => label).join(', ')}`);
  const exitCode = drainExitCode(drains, name === 'all');
  const report = { ...checkReport(view, options), exitCode, maintenance: drains.map(drainOf) };
  process.stdout.write(withoutSecrets(output === 'json' ? `${jsonText(report, 2)}\n` : canDrainText(drains)));
  return exitCode;
}

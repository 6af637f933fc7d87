import { Command } from 'commander';
import { ruleWords } from '../model/rules/rule.ts';
import type { CheckFlags } from './check.ts';
import { moment, oneOf, seconds } from './options/argument-parsers.ts';
import { addConnectionFlags } from './options/connection-flags.ts';

const exitCodes = `
Exit codes:
  0  healthy (warnings allowed unless --fail-on warning)
  1  a finding at or above --fail-on
  2  wrong usage or configuration, nothing was asked of etcd
  3  no member could be measured

With --can-drain:
  0  yes, it can be taken down now; with "all": each can, the leader after it hands over
  1  no, or not before what the answer names first
  2  there is no such member; the names there are are listed
  3  not known`;

/** `etcdoc check`. */
export function checkCommand(): Command {
  const command = new Command('check')
    .description('one evaluation of the whole cluster, a report, an exit code')
    .option('-o, --output <format>', 'text or json', oneOf('--output', ['text', 'json']), 'text')
    .option('-w, --window <seconds>', 'time between the two samples', seconds('--window', 0.5), 5)
    .option('--fail-on <severity>', 'warning or critical', oneOf('--fail-on', ['warning', 'critical']), 'critical')
    .option('--rules <set>', `whose rules judge: ${ruleWords.join(', ')}`, oneOf('--rules', ruleWords), 'etcdoc')
    .option('--can-drain <member>', 'can this member (name, id or all) be taken down now? 0 yes, 1 no')
    .option('-v, --verbose', 'every check: what passed, what it read, or why it could not be judged')
    .option('--color <when>', 'auto, always, never', oneOf('--color', ['auto', 'always', 'never']), 'auto')
    .option('--replay <file>', 'evaluate the end of a recording')
    .option('--at <time>', 'evaluate the recording as it was at this moment', moment('--at'))
    .addHelpText('after', exitCodes);
  return addConnectionFlags(command).action(async (flags: CheckFlags) => {
    process.exitCode = await (await import('./check.ts')).check(flags);
  });
}

import { Command, Option } from 'commander';
import { ruleWords } from '../model/rules/rule.ts';
import { formats } from '../report/formats.ts';
import { count, moment, oneOf, seconds, speed } from './options/argument-parsers.ts';
import { addConnectionFlags } from './options/connection-flags.ts';
import type { TopFlags } from './top.ts';

const examples = `
Examples:
  etcdoc top -d 5 -w 5m                 every five seconds, rates over five minutes
  etcdoc top -b -n 3 -o csv > cp.csv    three samples as a table of numbers
  etcdoc top --replay night.ndjson --at 2026-11-21T03:00:00Z --speed 10

Keys are on the screen: ? shows them all.`;

/** `etcdoc top`. */
export function topCommand(): Command {
  const ids = formats.map(({ id }) => id);
  const command = new Command('top')
    .description('the live monitor; plain text blocks when the output is no terminal')
    .option('-d, --interval <seconds>', 'time between samples, 0.5 at least', seconds('--interval', 0.5), 2)
    .option('-n, --count <count>', 'exit after this many samples', count('--count'))
    .option('-b, --batch', 'plain text, one block per sample')
    .option('-w, --window <seconds>', 'history behind rates and percentiles', seconds('--window', 1), 60)
    .option('--rules <set>', `whose rules judge: ${ruleWords.join(', ')}`, oneOf('--rules', ruleWords), 'etcdoc')
    .option('-o, --output <format>', `batch format: ${ids.join(', ')}`, oneOf('--output', ids))
    .option('--record <file>', 'write the raw samples to a file as well')
    .option('--replay <file>', 'play a recording instead of asking a cluster')
    .option('--at <time>', 'replay from this moment', moment('--at'))
    .option('--speed <factor>', 'replay this much faster', speed('--speed'), 1)
    .addOption(choice('--color', 'when to use colour', ['auto', 'always', 'never'] as const))
    .addOption(choice('--glyphs', 'what to draw charts with', ['auto', 'ascii', 'block', 'braille'] as const))
    .option('--no-alt-screen', 'leave the last screen on the terminal')
    .option('--allow-actions', 'offer actions that change the cluster')
    .addHelpText('after', examples);
  return addConnectionFlags(command).action(async (flags: TopFlags) => {
    process.exitCode = await (await import('./top.ts')).top(flags);
  });
}

function choice(flag: string, help: string, words: readonly string[]): Option {
  return new Option(`${flag} <when>`, `${help}: ${words.join(', ')}`).default('auto').argParser(oneOf(flag, words));
}

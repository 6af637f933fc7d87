import { Command } from 'commander';
import type { DiscoverFlags } from './discover.ts';
import { oneOf } from './options/argument-parsers.ts';
import { settings } from './options/settings.ts';

const exitCodes = `
Exit codes:
  0  etcd was found: top, check and diagnose use it when no endpoint is given
  1  none was found
  2  wrong usage`;

/** `etcdoc discover`. */
export function discoverCommand(): Command {
  return new Command('discover')
    .description('where etcd was looked for on this host, what was found, and why the rest was passed over')
    .option('-o, --output <format>', 'text or json', oneOf('--output', ['text', 'json']), 'text')
    .option(settings.hostRoot.flag, settings.hostRoot.help)
    .addHelpText('after', exitCodes)
    .action(async (flags: DiscoverFlags) => {
      process.exitCode = await (await import('./discover.ts')).discoverHere(flags);
    });
}

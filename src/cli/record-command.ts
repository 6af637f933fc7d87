import { Command } from 'commander';
import { count, seconds } from './options/argument-parsers.ts';
import { addConnectionFlags } from './options/connection-flags.ts';
import type { RecordFlags } from './record.ts';

/** `etcdoc record`. */
export function recordCommand(): Command {
  const command = new Command('record')
    .description('record raw samples without a screen; top and check read them with --replay')
    .argument('<file>', 'a new file, NDJSON, readable by its owner alone')
    .option('-d, --interval <seconds>', 'time between samples, 0.5 at least', seconds('--interval', 0.5), 2)
    .option('-n, --count <count>', 'stop after this many samples', count('--count'))
    .option('--duration <time>', 'stop after this time, as 90s or 8h', seconds('--duration', 1));
  return addConnectionFlags(command).action(async (file: string, flags: RecordFlags) => {
    process.exitCode = await (await import('./record.ts')).record(file, flags);
  });
}

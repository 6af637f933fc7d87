import { Command } from 'commander';
import { completionScripts } from './completion.ts';
import { UsageError } from './usage-error.ts';

/** `etcdoc completion`. */
export function completionCommand(): Command {
  const shells = Object.keys(completionScripts);
  return new Command('completion')
    .description('shell completion, for example: source <(etcdoc completion bash)')
    .argument('<shell>', shells.join(', '))
    .action((shell: string, _flags: unknown, command: Command) => {
      const script = completionScripts[shell];
      if (script === undefined) throw new UsageError(`unknown shell ${shell}`, `known are ${shells.join(', ')}`);
      process.stdout.write(script(command.parent ?? command));
    });
}

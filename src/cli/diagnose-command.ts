import { Command } from 'commander';
import { diagnostics } from '../diagnostics/diagnostics.ts';
import { diagnosticListJson } from '../report/diagnostic-json.ts';
import { diagnosticList } from '../report/diagnostic-text.ts';
import type { DiagnoseFlags } from './diagnose.ts';
import { suggestion } from './nearest.ts';
import { oneOf, seconds } from './options/argument-parsers.ts';
import { addConnectionFlags } from './options/connection-flags.ts';
import { UsageError } from './usage-error.ts';

/** `etcdoc diagnose`. */
export function diagnoseCommand(): Command {
  const command = new Command('diagnose')
    .description('run diagnostics by id; without one, list them')
    .argument('[id...]', diagnostics.map(({ id }) => id).join(', '))
    .option('-o, --output <format>', 'text or json', oneOf('--output', ['text', 'json']), 'text')
    .option('--fail-on <severity>', 'warning or critical', oneOf('--fail-on', ['warning', 'critical']), 'critical')
    .option('-w, --window <seconds>', 'time to watch before, for rates', seconds('--window', 0.5), 1);
  return addConnectionFlags(command).action(async (ids: readonly string[], flags: DiagnoseFlags) => {
    if (ids.length === 0) {
      process.stdout.write(flags.output === 'json' ? diagnosticListJson(diagnostics) : diagnosticList(diagnostics));
      return;
    }
    const wanted = ids.map((id) => diagnostics.find((diagnostic) => diagnostic.id === id) ?? unknown(id));
    process.exitCode = await (await import('./diagnose.ts')).diagnose(wanted, flags);
  });
}

function unknown(id: string): never {
  throw new UsageError(
    `unknown diagnostic ${id}`,
    suggestion(
      id,
      diagnostics.map((diagnostic) => diagnostic.id),
    ),
  );
}

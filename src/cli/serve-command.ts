import { Command } from 'commander';
import { addConnectionFlags } from './options/connection-flags.ts';
import { serveKeys, serveRows } from './options/serve-rows.ts';
import type { ServeFlags } from './serve.ts';

const more = `
Each flag has its ETCDOC_* variable and its key under serve: in the config file. SIGHUP or a change of that file reloads it.

Exit codes:
  0  ended by SIGTERM or SIGINT
  2  wrong usage or configuration, the port is taken, or a certificate cannot be read`;

/** `etcdoc serve`. */
export function serveCommand(): Command {
  const command = new Command('serve').description(
    'the daemon: alert lines on stdout, /health and /metrics on port 8080',
  );
  for (const key of serveKeys) command.option(serveRows[key].flag, serveRows[key].help);
  command.addHelpText('after', more);
  return addConnectionFlags(command).action(async (flags: ServeFlags) => {
    process.exitCode = await (await import('./serve.ts')).serve(flags);
  });
}

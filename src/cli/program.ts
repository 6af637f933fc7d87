import { Command, type CommanderError } from 'commander';
import { commands } from './commands.ts';
import { UsageError } from './usage-error.ts';
import { version } from './version.ts';

const examples = `
Examples:
  etcdoc                                      the live monitor on the etcd of this host (see etcdoc discover)
  etcdoc top --endpoints https://10.0.0.11:2379 --cacert ca.crt --cert client.crt --key client.key
  etcdoc check -o json                        one evaluation: exit code 0 healthy, 1 unhealthy, 3 not measured
  etcdoc serve --scope cluster                the daemon: alert lines on stdout, /health and /metrics on port 8080
  etcdoc diagnose hashkv                      do all members hold the same data?
  etcdoc record night.ndjson --duration 8h    then: etcdoc top --replay night.ndjson --speed 60

The connection flags have ETCDCTL_* and ETCDOC_* variables and config file keys; see etcdoc top --help.`;

/** The whole command line. Errors of usage are thrown as UsageError; help and version end the program with 0. */
export function createProgram(): Command {
  const program = new Command('etcdoc')
    .description('A live view and a doctor for etcd clusters')
    .version(version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print help')
    .helpCommand('help [command]', 'print help on a command')
    .addHelpText('after', examples);
  for (const create of commands) program.addCommand(create());
  for (const command of [program, ...program.commands]) {
    command.exitOverride(onExit).configureOutput({ outputError: () => {} });
    command.configureHelp({ helpWidth: 100, showGlobalOptions: false });
  }
  return program;
}

function onExit(error: CommanderError): never {
  if (error.exitCode === 0) process.exit(0);
  if (error.code === 'commander.help') process.exit(0);
  const text = error.message.replace(/^error: /, '').replace(/\n\((.*)\)$/, ': $1');
  throw new UsageError(text, /Did you mean/.test(text) ? undefined : 'see etcdoc --help');
}

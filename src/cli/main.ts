import { chooseCommand } from './arguments.ts';
import { endQuietlyOnClosedOutput } from './closed-output.ts';
import { endOnSignalAsFirstProcess } from './first-process.ts';
import { requireNode } from './node-version.ts';
import { createProgram } from './program.ts';
import { errorLine, UsageError } from './usage-error.ts';

endQuietlyOnClosedOutput();
try {
  requireNode();
  const program = createProgram();
  const words = chooseCommand(process.argv.slice(2), program, process.stdout.isTTY === true);
  endOnSignalAsFirstProcess(words[0]);
  await program.parseAsync(words, { from: 'user' });
} catch (error) {
  process.stderr.write(errorLine(error));
  process.exitCode = error instanceof UsageError ? 2 : 3;
}
// Connections to members that never answer would keep the process alive.
process.exit();

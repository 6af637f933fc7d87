import { runScreen } from '../../src/ui/run.tsx';
import { terminalUse } from '../../src/ui/terminal.ts';
import { hostOf } from './host.ts';
import { scenarios } from './scenarios.ts';
import { clusterView, monitorOf } from './views.ts';

/** The screen around a made-up cluster, as a program of its own: what it is told to do wrong is its argument. */
const fault = process.argv[2];
const monitor = monitorOf([scenarios['slow-disk'] ?? clusterView([])]);
const broken =
  fault === 'broken-pane'
    ? Object.assign(Object.create(monitor), {
        trend() {
          throw new Error('no trend today');
        },
      })
    : monitor;
const { host } = hostOf(broken, {
  suspend(repaint) {
    process.once('SIGCONT', repaint);
    process.kill(0, 'SIGTSTP');
  },
  sampleNow() {
    if (fault === 'throw')
      setTimeout(() => {
        throw new Error('thrown outside');
      });
    if (fault === 'reject') void Promise.reject(new Error('rejected outside'));
  },
});
const use = terminalUse({
  env: process.env,
  stdoutIsTerminal: process.stdout.isTTY,
  stdinIsTerminal: process.stdin.isTTY,
});
const reason = await runScreen(host, { look: use.look, keys: use.keys, alternateScreen: true });
console.log(`left: ${reason}`);

import { startLoad } from '../test/lab/load.ts';
import { clusterForDemo } from './demo-cluster.ts';
import { scheduleFault } from './demo-fault.ts';
import { parseDemoOptions } from './demo-options.ts';
import { runProgram } from './demo-program.ts';
import { buildIfOlder } from './fresh-build.ts';
import { say, step } from './steps.ts';

// A real cluster of three with mutual TLS on loopback, a gentle load on it, and the program open on it. What is started here ends here.

const recording = new URL('../recordings/demo.ndjson.gz', import.meta.url).pathname;
const options = parseDemoOptions(process.argv.slice(2));
const onTerminal = process.stdout.isTTY === true;
const shape = onTerminal ? [] : ['-b', '-n', '3', '-d', '1'];

await buildIfOlder();
const cluster = await clusterForDemo(options.fault);
if (cluster === undefined) {
  say(`Replaying ${recording.slice(recording.lastIndexOf('recordings/'))} instead.`);
  process.exitCode = await runProgram(['top', '--replay', recording, ...shape, ...options.passedOn]);
} else {
  const load = startLoad(cluster, { putsPerSecond: 15, rangesPerSecond: 25, seconds: 3_600 });
  const fault = options.fault && scheduleFault(cluster, options.fault, options.afterSeconds);
  const tls = cluster.tls && ['--cacert', cluster.tls.ca, '--cert', cluster.tls.cert, '--key', cluster.tls.key];
  const endpoints = cluster.endpoints[0] ?? '';
  try {
    process.exitCode = await runProgram([
      'top',
      '--endpoints',
      endpoints,
      ...(tls ?? []),
      ...shape,
      ...options.passedOn,
    ]);
  } finally {
    await step('Stopping the cluster', async () => {
      fault?.cancel();
      // Calls under way end with the members, each at its own deadline at the latest.
      void load.stop();
      await cluster.stop();
    });
  }
  if (fault?.failure !== undefined) say(`The fault could not be made: ${fault.failure}`);
}
process.exit();

import { isAbsolute, join } from 'node:path';
import { effectiveSettings } from '../etcd-settings.ts';
import { readFlags } from '../flags.ts';
import type { Host } from '../host.ts';
import { judgeSettings } from '../judge-settings.ts';
import { environmentOf, fileSystemOf, inSameSpace, type Process, processesOf } from '../processes.ts';
import { absent, type Candidate, type Distribution, type Verdict } from '../verdict.ts';

const distribution = 'running process';

/** Any etcd that runs: its command line and environment, read with the eyes of its container. */
export const runningProcess: Distribution = {
  id: 'process',
  name: distribution,
  look: (host) => {
    // What runs in a container is here by chance more often than what runs on the host itself.
    const inContainer = (one: Process) => Number(fileSystemOf(host, one) !== host);
    const processes = processesOf(host, 'etcd').toSorted((a, b) => inContainer(a) - inContainer(b));
    if (processes.length === 0)
      return [{ distribution, path: '/proc/*/cmdline', verdict: { ...absent, reason: 'no etcd runs' } }];
    return processes.map(
      (one): Candidate => ({ distribution, path: `/proc/${one.pid}/cmdline`, verdict: judge(host, one) }),
    );
  },
};

function judge(host: Host, process: Process): Verdict {
  const environment = environmentOf(host, process);
  const flags = readFlags(process.words.slice(1));
  if (environment === undefined && Object.keys(flags).length === 0)
    return { state: 'denied', reason: `permission denied: /proc/${process.pid}/environ` };
  const within = fileSystemOf(host, process);
  const directory = host.link(`/proc/${process.pid}/cwd`) ?? '/';
  const whole = (path: string) => (isAbsolute(path) ? path : join(directory, path));
  const effective = effectiveSettings(within, flags, environment, whole);
  if (effective.state === 'none') return effective.verdict;
  const sameNetwork = inSameSpace(host, process.pid, 'net');
  return judgeSettings(within, effective.settings, { distribution, sameNetwork });
}

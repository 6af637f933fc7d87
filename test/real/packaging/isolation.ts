import { spawnSync } from 'node:child_process';
import { test } from 'vitest';

/** Why this kernel lets nobody have processes, mounts and control groups of their own, as containers do; undefined where it does. */
export const isolationRefused: string | undefined = refusal();

function refusal(): string | undefined {
  const { status, stderr, error } = spawnSync(
    'unshare',
    [
      ...['--mount', '--pid', '--fork', '--uts', '--ipc', '--cgroup', '--mount-proc', 'sh', '-c'],
      'mount -t tmpfs none /mnt && mkdir "/sys/fs/cgroup/etcdoc-$$" && rmdir "/sys/fs/cgroup/etcdoc-$$"',
    ],
    { encoding: 'utf8' },
  );
  if (status === 0) return undefined;
  return (error?.message ?? stderr.trim()) || `unshare ended with ${status}`;
}

/** Where containers cannot be, a test by that name stands in the report for those that are not run. */
export function tellWhereRefused(what: string): void {
  if (isolationRefused === undefined) return;
  test(`${what} is not tried here: ${isolationRefused}`, ({ expect }) => expect(isolationRefused).not.toBe(''));
}

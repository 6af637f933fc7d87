import { type ChildProcess, execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { endChild, hasExited, removeAtExit, removeDirectory, startChild } from './children.ts';
import { eventually } from './wait.ts';

const run = promisify(execFile);

/** A host with a loopback of its own: a network namespace, linked to the other hosts by a switch. */
export type LabHost = {
  /** Where the other hosts reach it. */
  readonly address: string;
  /** The words before a command that make it run there. */
  readonly enter: readonly string[];
  /** Starts a program there, its output in a file of this name; it ends with the hosts. */
  readonly start: (name: string, command: string, args: readonly string[]) => ChildProcess;
  /** What a program started there has written. */
  readonly output: (name: string) => string;
};

export type LabHosts = {
  readonly hosts: readonly LabHost[];
  readonly directory: string;
  readonly stop: () => Promise<void>;
};

/** Hosts in network namespaces that end with this process and touch nothing of the machine's own network. Needs root and iproute2. */
export async function openHosts(amount: number): Promise<LabHosts> {
  const directory = mkdtempSync(join(tmpdir(), 'etcdoc-hosts-'));
  removeAtExit(directory);
  const children: ChildProcess[] = [];
  const start = (name: string, command: string, args: readonly string[]) => {
    const child = startChild(command, args, join(directory, `${name}.log`));
    children.push(child);
    return child;
  };
  const stop = async () => {
    for (const child of children.reverse()) await endChild(child);
    removeDirectory(directory);
  };
  try {
    const spaces = await Promise.all(
      Array.from({ length: amount + 1 }, async (_, index) => {
        const child = start(`space-${index}`, 'unshare', ['--net', 'sleep', 'infinity']);
        await untilApart(child, join(directory, `space-${index}.log`));
        return child.pid ?? 0;
      }),
    );
    const [middle = 0, ...pids] = spaces;
    const addresses = pids.map((_, index) => `10.77.0.${11 + index}`);
    await configure(middle, [
      'link add switch type bridge',
      'link set switch up',
      ...pids.flatMap((pid, index) => [
        `link add port${index} type veth peer name eth0 netns ${pid}`,
        `link set port${index} master switch up`,
      ]),
    ]);
    const own = pids.map((pid, index) =>
      configure(pid, ['link set lo up', `address add ${addresses[index]}/24 dev eth0`, 'link set eth0 up']),
    );
    await Promise.all(own);
    const hosts = pids.map((pid, index): LabHost => {
      const enter = ['nsenter', `--net=/proc/${pid}/ns/net`];
      const log = (name: string) => `host-${index + 1}-${name}`;
      return {
        address: addresses[index] ?? '',
        enter,
        start: (name, command, args) => start(log(name), 'nsenter', [...enter.slice(1), command, ...args]),
        output: (name) => {
          const file = join(directory, `${log(name)}.log`);
          return existsSync(file) ? readFileSync(file, 'utf8') : '';
        },
      };
    });
    return { hosts, directory, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function untilApart(child: ChildProcess, log: string): Promise<void> {
  const ours = readlinkSync('/proc/self/ns/net');
  await eventually(() => readlinkSync(`/proc/${child.pid}/ns/net`) !== ours, {
    what: 'a network namespace (needs root)',
    unless: () => {
      if (hasExited(child)) throw new Error(`lab: no network namespace (needs root): ${readFileSync(log, 'utf8')}`);
    },
  });
}

async function configure(pid: number, commands: readonly string[]): Promise<void> {
  for (const command of commands) {
    await run('nsenter', [`--net=/proc/${pid}/ns/net`, 'ip', ...command.split(' ')]);
  }
}

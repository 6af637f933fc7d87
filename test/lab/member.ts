import type { ChildProcess } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { type EtcdVersion, etcdBinary } from './binaries.ts';
import { hasExited, startChild } from './children.ts';
import type { EtcdApi } from './etcd-api.ts';
import { eventually } from './wait.ts';

export type MemberUrls = {
  /** Where its gRPC API really is. */
  readonly clientUrl: string;
  /** What it tells the cluster its client URL is. */
  readonly advertisedUrl: string;
  readonly listenClientUrls: readonly string[];
  /** What it tells the cluster its peer URL is: its proxy, when peers are proxied. */
  readonly peerUrl: string;
  readonly listenPeerUrl: string;
  /** The base URL at which /metrics is. */
  readonly metricsUrl: string;
  /** The client URL for HTTP only, when it is split from gRPC. */
  readonly httpUrl: string | undefined;
};

/** One member of a lab cluster; `pid`, `version` and `id` follow restarts. */
export type LabMember = MemberUrls & {
  readonly name: string;
  readonly dataDir: string;
  readonly logFile: string;
  /** Flags other than those of names, URLs and the initial cluster. */
  readonly flags: readonly string[];
  readonly api: EtcdApi;
  version: EtcdVersion;
  /** Member id in hex, once it has answered. */
  id: string;
  child: (ChildProcess & { readonly pid: number }) | undefined;
  /** Process id of its etcd; 0 while there is none. */
  readonly pid: number;
};

export type Bootstrap = { readonly initialCluster: string; readonly state: 'new' | 'existing' };

/** Starts the member's etcd; a data directory that exists counts more than `bootstrap`. */
export async function launchMember(member: LabMember, bootstrap: Bootstrap): Promise<void> {
  const binary = await etcdBinary(member.version);
  member.child = startChild(binary.etcd, argumentsOf(member, bootstrap), member.logFile);
}

/** Resolves when its log says that it serves its peers. */
export async function untilServesPeers(member: LabMember): Promise<void> {
  const serves = async () => /now serving peer|serving peer traffic/.test(await readFile(member.logFile, 'utf8'));
  const what = `${JSON.stringify(member.name)} serving peers`;
  await eventually(serves, { timeoutMs: 15_000, everyMs: 5, unless: () => assertRunning(member), what });
}

/** Resolves when these members answer and know a leader. */
export async function untilReady(members: readonly LabMember[], timeoutMs = 30_000): Promise<void> {
  for (const member of members) {
    const status = await eventually(
      async () => {
        const answer = await member.api.status(1_000);
        return answer.leader === undefined ? undefined : answer;
      },
      { timeoutMs, unless: () => assertRunning(member), what: `member ${JSON.stringify(member.name)} ready` },
    );
    member.id = status.memberId;
  }
}

/** Whether its etcd is running (a frozen one is). */
export function isRunning(member: LabMember): boolean {
  return member.child !== undefined && !hasExited(member.child);
}

/** Fails when the member's etcd has ended, with the last thing it said. */
export function assertRunning(member: LabMember): void {
  if (isRunning(member)) return;
  const lines = existsSync(member.logFile) ? readFileSync(member.logFile, 'utf8').trim().split('\n') : [];
  const said =
    lines.findLast((line) => /"level":"(fatal|error|panic)"|address already in use/.test(line)) ?? lines.at(-1);
  throw new Error(`lab: etcd of ${JSON.stringify(member.name)} has ended: ${said ?? 'it said nothing'}`);
}

function argumentsOf(member: LabMember, bootstrap: Bootstrap): string[] {
  const split = member.httpUrl === undefined ? [] : [`--listen-client-http-urls=${member.httpUrl}`];
  return [
    `--name=${member.name}`,
    `--data-dir=${member.dataDir}`,
    `--listen-client-urls=${member.listenClientUrls.join(',')}`,
    `--advertise-client-urls=${member.advertisedUrl}`,
    `--listen-peer-urls=${member.listenPeerUrl}`,
    `--initial-advertise-peer-urls=${member.peerUrl}`,
    `--initial-cluster=${bootstrap.initialCluster}`,
    `--initial-cluster-state=${bootstrap.state}`,
    ...split,
    ...member.flags,
  ];
}

import { type EtcdBinary, type EtcdVersion, etcdBinary, etcdHere } from '../test/lab/binaries.ts';
import { startCluster } from '../test/lab/cluster.ts';
import type { LabCluster } from '../test/lab/lab-cluster.ts';
import type { DemoFault } from './demo-options.ts';
import { say, step } from './steps.ts';

const preferred: readonly EtcdVersion[] = ['3.5', '3.4', '3.7', '3.6'];
const fetchable: readonly EtcdVersion[] = ['3.5', '3.4'];

/** Three members with mutual TLS; undefined, said in one line, where there is no etcd and none can be fetched. */
export async function clusterForDemo(fault: DemoFault | undefined): Promise<LabCluster | undefined> {
  const found = (await etcdOnThisMachine()) ?? (await etcdFromDebian());
  if (found === undefined) return undefined;
  const [version, binary] = found;
  return step(`Starting three members of etcd ${binary.version} with mutual TLS on loopback`, () =>
    startCluster({
      members: 3,
      version,
      tls: 'mtls',
      names: ['cp-1', 'cp-2', 'cp-3'],
      quotaBytes: fault === 'nospace' ? 16 * 1024 * 1024 : undefined,
    }),
  );
}

type Found = readonly [EtcdVersion, EtcdBinary];

async function etcdOnThisMachine(): Promise<Found | undefined> {
  // What a person names wins over what is installed.
  const named = process.env.ETCD_BIN;
  const all: Found[] = [];
  for (const version of preferred) {
    const binary = await etcdHere(version);
    if (binary !== undefined) all.push([version, binary]);
  }
  const [first] = all;
  if (named === undefined || named === '' || first === undefined) return first;
  const wanted = all.find(([, { etcd }]) => etcd.startsWith(named));
  if (wanted === undefined) say(`ETCD_BIN names no etcd that runs here (${named}): taking ${first[1].etcd} instead.`);
  return wanted ?? first;
}

async function etcdFromDebian(): Promise<Found | undefined> {
  const failures: string[] = [];
  for (const version of fetchable) {
    try {
      const what = `No etcd here: fetching Debian's etcd-server ${version}, unpacked beside the system`;
      return [version, await step(what, () => etcdBinary(version))];
    } catch (error) {
      failures.push(error instanceof Error ? error.message.replace(/^lab: |; set ETCD_BIN.*$/g, '') : String(error));
    }
  }
  say(`No etcd: none in ETCD_BIN or PATH, and ${failures.at(0)}.`);
  return undefined;
}

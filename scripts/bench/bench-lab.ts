import { startCluster } from '../../test/lab/cluster.ts';
import type { LabCluster } from '../../test/lab/lab-cluster.ts';
import { step } from '../steps.ts';
import type { Figure } from './figure.ts';

export type MemberCount = 3 | 5 | 7;

/** A part of the benchmark. */
export type Section = (lab: BenchLab) => AsyncGenerator<Figure>;

/** One real cluster at a time, kept from section to section while its size fits. */
export type BenchLab = {
  readonly cluster: (members: MemberCount) => Promise<LabCluster>;
  readonly close: () => Promise<void>;
};

export function openBenchLab(): BenchLab {
  let present: LabCluster | undefined;
  const close = async () => {
    await present?.stop();
    present = undefined;
  };
  return {
    cluster: async (members) => {
      if (present?.members.length === members) return present;
      await close();
      present = await step(`  a cluster of ${members}`, () => startCluster({ members, version: '3.5', tls: 'mtls' }));
      return present;
    },
    close,
  };
}

/** The flags that lead `etcdoc top` to a cluster. */
export function flagsFor(cluster: LabCluster): string[] {
  const { tls } = cluster;
  const files = tls === undefined ? [] : ['--cacert', tls.ca, '--cert', tls.cert, '--key', tls.key];
  return ['--endpoints', cluster.endpoints[0] ?? '', ...files];
}

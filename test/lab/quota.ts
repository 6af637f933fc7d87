import { GrpcError } from './grpc.ts';
import type { LabCluster } from './lab-cluster.ts';
import { currentLeader } from './leadership.ts';
import type { LabMember } from './member.ts';
import { eventually } from './wait.ts';

const prefix = 'etcdoc-lab/fill/';
const value = new Uint8Array(64 * 1024).fill(120);
const mostWrites = 2_000;

/** Writes until the NOSPACE alarm; the cluster needs a small `quotaBytes` (128 MB of writes is the most). Gives the number of writes. */
export async function fillQuota(cluster: LabCluster): Promise<number> {
  const { api } = await currentLeader(cluster);
  for (let written = 0; written < mostWrites; written += 1) {
    try {
      await api.put(`${prefix}${written}`, value);
    } catch (error) {
      if (error instanceof GrpcError && error.code === 8) return written;
      throw error;
    }
  }
  throw new Error(
    `lab: no NOSPACE after ${mostWrites} writes of ${value.length} bytes: give the cluster a smaller quotaBytes`,
  );
}

/** Deletes what filled the quota, compacts, defragments every member and disarms the alarms. */
export async function recoverQuota(cluster: LabCluster): Promise<void> {
  const { api } = await currentLeader(cluster);
  await api.deleteRange(prefix);
  await api.compact((await api.status()).revision);
  for (const member of cluster.members) await shrink(member);
  for (const member of cluster.members) await api.disarmAlarm(member.id, 'NOSPACE');
}

/** Defragments until it shows: the leader's answer to a compaction says nothing of how far the other members are with theirs. */
async function shrink({ name, api }: LabMember): Promise<void> {
  const full = (await api.status()).dbSize;
  await eventually(
    async () => {
      await api.defragment();
      return (await api.status()).dbSize < full / 2n;
    },
    { what: `the database of ${name} is smaller`, everyMs: 200 },
  );
}

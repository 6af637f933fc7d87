import type { LabCluster } from '../../test/lab/lab-cluster.ts';
import { currentLeader } from '../../test/lab/leadership.ts';
import { startLoad } from '../../test/lab/load.ts';
import { fillQuota } from '../../test/lab/quota.ts';
import type { Play } from './play.ts';

const mebi = 2 ** 20;
const small = { members: 3, version: '3.5', tls: 'none', quotaBytes: 24 * mebi } as const;

/** Space, upkeep and load. */
export const data: Readonly<Record<string, Play>> = {
  // The way from well to full is short: on a longer one the quota is soon used up first, which would be named, and rightly.
  nospace: {
    cluster: small,
    prepare: async ({ cluster }) => {
      await fill(cluster, 16 * mebi, 64 * 1024);
      return [];
    },
    begin: async ({ cluster }) => {
      const { api } = await currentLeader(cluster);
      const value = new Uint8Array(mebi).fill(120);
      await Promise.allSettled(Array.from({ length: 8 }, (_, at) => api.put(`etcdoc-lab/burst/${at}`, value, 10_000)));
      await fillQuota(cluster);
    },
  },
  'near-quota': { cluster: small, begin: ({ cluster }) => fill(cluster, 20 * mebi, 64 * 1024) },
  fragmentation: {
    cluster: { members: 3, version: '3.5', tls: 'none' },
    load: { putsPerSecond: 1 },
    calmSeconds: 3,
    seconds: 90,
    // So many writes at once are trouble of their own, which must be over when somebody looks.
    prepare: async ({ cluster, wait }) => {
      await fill(cluster, 330 * mebi, 512 * 1024);
      await wait(3);
      return [];
    },
    begin: async ({ cluster }) => {
      const { api } = await currentLeader(cluster);
      for (let key = 0; key < 420; key += 1) await api.deleteRange(`etcdoc-lab/fill/${key}/`);
      await api.compact((await api.status()).revision);
    },
  },
  'no-compaction': {
    load: { putsPerSecond: 300 },
    calmSeconds: 3,
    seconds: 45,
    begin: async () => {},
  },
  'furious-client': {
    calmSeconds: 30,
    begin: async ({ cluster, later }) => {
      const load = startLoad(cluster, { putsPerSecond: 1500, seconds: 60 });
      later(() => load.stop());
    },
  },
  'large-reads': {
    prepare: async ({ cluster }) => {
      await fill(cluster, 40 * mebi, 400 * 1024);
      return [];
    },
    begin: async ({ cluster, wait, later }) => {
      let going = true;
      later(async () => {
        going = false;
      });
      const { api } = await currentLeader(cluster);
      const read = async () => {
        while (going) await api.range('etcdoc-lab/fill/', { prefix: true }).catch(() => wait(0.1));
      };
      for (let reader = 0; reader < 4; reader += 1) void read();
    },
  },
};

/** Writes values under different keys until so many bytes are stored. */
async function fill(cluster: LabCluster, bytes: number, valueBytes: number): Promise<void> {
  const { api } = await currentLeader(cluster);
  const value = new Uint8Array(valueBytes).fill(120);
  for (let at = 0; at * valueBytes < bytes; at += 1) await api.put(`etcdoc-lab/fill/${at}/`, value, 10_000);
}

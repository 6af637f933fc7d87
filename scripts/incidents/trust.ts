import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expired, expiresSoon, serverCertificate } from '../../test/lab/certificates.ts';
import { shiftClock } from '../../test/lab/clock-shift.ts';
import { startCluster } from '../../test/lab/cluster.ts';
import { restart } from '../../test/lab/faults.ts';
import type { LabCluster } from '../../test/lab/lab-cluster.ts';
import { someFollower } from '../../test/lab/leadership.ts';
import { addLearner } from '../../test/lab/membership.ts';
import type { Play } from './play.ts';

const secured = { members: 3, version: '3.5', tls: 'mtls' } as const;

/** Certificates, endpoints, clocks and members that do not follow. */
export const trust: Readonly<Record<string, Play>> = {
  'expired-certificate': {
    cluster: secured,
    // A connection that is open goes on; the first new handshake is refused.
    begin: async ({ cluster }) => {
      const member = await someFollower(cluster);
      await serve(cluster, expired(1));
      await restart(cluster, member, { wait: false });
    },
  },
  'expiring-certificate': {
    cluster: secured,
    calmSeconds: 0,
    prepare: async ({ cluster }) => {
      await serve(cluster, expiresSoon(3));
      return [];
    },
    begin: async () => {},
  },
  'foreign-endpoint': {
    calmSeconds: 0,
    prepare: async ({ later }) => {
      const other = await startCluster({ members: 1, version: '3.5' });
      later(() => other.stop());
      return other.endpoints;
    },
    begin: async () => {},
  },
  'clock-drift': {
    calmSeconds: 0,
    pages: async ({ cluster, later }) => {
      const member = await someFollower(cluster);
      const page = await shiftClock(member.clientUrl, 90);
      later(page.close);
      return [page.url];
    },
    begin: async () => {},
  },
  'stalled-learner': {
    cluster: { members: 3, version: '3.5', tls: 'none', proxyPeers: true },
    load: { putsPerSecond: 60 },
    seconds: 45,
    begin: async ({ cluster, wait }) => {
      const learner = await addLearner(cluster, 'late');
      await wait(4);
      for (const other of cluster.members) if (other !== learner) cluster.links?.link(other, learner).cut();
    },
  },
};

/** Gives every member this serving certificate; etcd reads its pair at each handshake, so a connection that is open must end first. */
async function serve(cluster: LabCluster, options: Parameters<typeof serverCertificate>[1]): Promise<void> {
  if (cluster.authority === undefined) throw new Error('a cluster without TLS');
  const pair = await serverCertificate(cluster.authority, options);
  writeFileSync(join(cluster.directory, 'pki', 'server.crt'), pair.cert);
  writeFileSync(join(cluster.directory, 'pki', 'server.key'), pair.key);
}

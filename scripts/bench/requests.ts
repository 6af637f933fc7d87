import type { LabCluster } from '../../test/lab/lab-cluster.ts';
import type { LabMember } from '../../test/lab/member.ts';
import { scrape } from '../../test/lab/scrape.ts';
import { sleep } from '../../test/lab/wait.ts';
import { step } from '../steps.ts';
import { type BenchLab, flagsFor } from './bench-lab.ts';
import type { Figure } from './figure.ts';
import { openProbe } from './probe.ts';

const intervalSeconds = 2;
const seconds = 40;

/** What each member of an idle cluster sees of us, by its own counters, and what raft wrote meanwhile. */
export async function* requests(lab: BenchLab): AsyncGenerator<Figure> {
  const cluster = await lab.cluster(3);
  const probe = openProbe(['top', '-d', String(intervalSeconds), ...flagsFor(cluster)]);
  try {
    await probe.saw(/QUORUM 3\/3/);
    await sleep(5_000);
    const [before, after] = await step(`  watching an idle cluster for ${seconds} s`, async () => {
      const first = await countAll(cluster);
      await sleep(seconds * 1000);
      return [first, await countAll(cluster)] as const;
    });
    const intervals = seconds / intervalSeconds;
    const grown = (name: keyof Counts) => before.map((counts, member) => (after[member]?.[name] ?? 0) - counts[name]);
    const perInterval = (name: keyof Counts) => grown(name).map((total) => total / intervals);
    const perMinute = (name: keyof Counts) => grown(name).map((total) => (total * 60) / seconds);
    const one = { unit: 'per member and interval', judged: 'max', budget: 1 } as const;
    yield { what: 'Status', values: perInterval('status'), ...one };
    yield { what: '/metrics', values: perInterval('metrics'), ...one };
    yield { what: 'MemberList (of one member)', values: perInterval('memberList'), ...one };
    yield { what: 'linearizable reads', unit: 'per member and minute', values: perMinute('range') };
    yield { what: 'other calls', unit: 'per minute', values: perMinute('other'), budget: 0, judged: 'max' };
    yield {
      what: 'raft entries while we watch',
      unit: 'per minute',
      values: perMinute('raft'),
      budget: 0,
      judged: 'max',
    };
  } finally {
    await probe.close();
  }
}

type Counts = Record<'status' | 'metrics' | 'memberList' | 'range' | 'other' | 'raft', number>;

function countAll(cluster: LabCluster): Promise<Counts[]> {
  return Promise.all(cluster.members.map((member) => count(cluster, member)));
}

/** A page counts the scrapes before it, so that one of two of ours is in the difference. */
let scrapes = 0;
async function count(cluster: LabCluster, member: LabMember): Promise<Counts> {
  const page = await scrape(cluster, member);
  const own = scrapes < cluster.members.length ? 0 : 1;
  scrapes += 1;
  const sum = (pattern: RegExp) =>
    [...page.matchAll(pattern)].reduce((total, [, value]) => total + Number(value ?? 0), 0);
  const handled = (method: string) =>
    sum(new RegExp(`^grpc_server_handled_total\\{[^}]*grpc_method="${method}"[^}]*\\} (\\S+)$`, 'gm'));
  const known = { status: handled('Status'), memberList: handled('MemberList'), range: handled('Range') };
  return {
    ...known,
    other: handled('[^"]*') - known.status - known.memberList - known.range,
    metrics: sum(/^promhttp_metric_handler_requests_total\{code="200"\} (\S+)$/gm) - own,
    raft: sum(/^etcd_server_proposals_committed_total (\S+)$/gm),
  };
}

import * as z from 'zod';
import type { MetricSet, Shape } from '../model/metric-set.ts';
import type { MemberSample } from '../model/sample.ts';
import { EtcdError } from './etcd-error.ts';
import { shapeOfPage } from './page-shape.ts';
import { fromRecorded, recordedSample } from './recording-schema.ts';

/** What a daemon said of its member: oldest sample first, times in ms of the daemon's monotonic clock. */
export type SaidOfMember = {
  /** Another one after each start of the daemon, and with it another clock. */
  readonly instance: string;
  /** The daemon's clock as it answered. */
  readonly mono: number;
  readonly samples: readonly { readonly mono: number; readonly everySeconds: number; readonly member: MemberSample }[];
};

/** Whose page it has to be, where it was got, and the shape that its series had before. */
export type Expected = {
  readonly memberId: string;
  readonly clusterId: string;
  /** Host and port, for errors. */
  readonly host: string;
  readonly shape?: Shape | undefined;
};

const schema = z.object({
  etcdoc: z.literal('etcdoc/member/v1'),
  instance: z.string().min(1).max(100),
  mono: z.number(),
  shapes: z.array(z.array(z.string()).max(20_000)).max(2),
  samples: z
    .array(recordedSample.extend({ members: recordedSample.shape.members.length(1) }))
    .min(1)
    .max(2),
});

export type MemberPageFormat = z.infer<typeof schema>['etcdoc'];

/** Reads a daemon's page; throws an EtcdError for what is none, and for that of another member or cluster. */
export function readMemberPage(text: string, expected: Expected): SaidOfMember {
  const { host, memberId, clusterId } = expected;
  const page = parse(text, host);
  const shapes = page.shapes.map((keys) => shapeOfPage(keys, expected.shape));
  const setOf = (id: number, values: Float64Array): MetricSet => {
    const shape = shapes[id];
    if (shape?.keys.length !== values.length) throw new EtcdError('parse', `${noPage(host)} (values without series)`);
    return { shape, values };
  };
  const samples = page.samples.map((recorded) => fromRecorded(recorded, setOf));
  const said = samples.flatMap(({ mono, intervalSeconds, clusterId: of, members: [member] }) =>
    member === undefined ? [] : [{ mono, everySeconds: intervalSeconds, of, member }],
  );
  for (const { of, member } of said) {
    // A daemon that reads metrics alone knows of no cluster; the id of a member is one of 2^64.
    if (of !== undefined && of !== clusterId) {
      throw new EtcdError('cluster-mismatch', `the etcdoc daemon at ${host} watches another cluster (${of})`);
    }
    if (member.id !== memberId) {
      throw new EtcdError('other', `the etcdoc daemon at ${host} is beside another member (${member.id})`);
    }
  }
  if (said.some(({ mono, member }) => Math.max(mono, member.metrics?.mono ?? mono) > page.mono)) {
    throw new EtcdError('parse', `${noPage(host)} (a sample later than its answer)`);
  }
  return { instance: page.instance, mono: page.mono, samples: said };
}

function parse(text: string, host: string): z.infer<typeof schema> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new EtcdError('parse', noPage(host), { cause: error });
  }
  const read = schema.safeParse(value);
  if (read.success) return read.data;
  const { path = [], message } = read.error.issues[0] ?? {};
  const version = (value as { etcdoc?: unknown } | null)?.etcdoc;
  if (path[0] !== 'etcdoc') throw new EtcdError('parse', `${noPage(host)} (${path.join('.')}: ${message})`);
  if (typeof version !== 'string' || !version.startsWith('etcdoc/')) throw new EtcdError('parse', noPage(host));
  throw new EtcdError('parse', `the etcdoc daemon at ${host} is of another release (${version.slice(0, 40)})`);
}

const noPage = (host: string) => `what answers at ${host} gave no page of an etcdoc daemon`;

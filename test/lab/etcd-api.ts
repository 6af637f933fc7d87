import type { Channel } from './grpc.ts';
import { decodeMessage, encodeMessage, type Field, integer, type Message, messages, text, texts } from './protobuf.ts';

/** What one member answered to Status; ids in hex, as etcd prints them. */
export type LabStatus = {
  readonly clusterId: string;
  readonly memberId: string;
  readonly version: string;
  readonly leader: string | undefined;
  readonly term: bigint;
  readonly raftIndex: bigint;
  readonly dbSize: bigint;
  readonly revision: bigint;
  readonly errors: readonly string[];
  readonly isLearner: boolean;
};

/** One row of the member list. */
export type LabListed = {
  readonly id: string;
  readonly name: string;
  readonly peerUrls: readonly string[];
  readonly clientUrls: readonly string[];
  readonly isLearner: boolean;
};

export type EtcdApi = ReturnType<typeof etcdApi>;
export type Alarm = 'NOSPACE' | 'CORRUPT';

const alarmNumbers: Record<Alarm, number> = { NOSPACE: 1, CORRUPT: 2 };

/** The calls the lab makes on one member, writing ones included; `token` gives the one of authentication when that is on. */
export function etcdApi(channel: Channel, token: () => string | undefined) {
  const call = async (method: string, fields: readonly Field[] = [], deadlineMs?: number): Promise<Message> =>
    decodeMessage(await channel.call(`etcdserverpb.${method}`, encodeMessage(fields), { deadlineMs, token: token() }));
  const alarm = (action: number, member: string, kind: Alarm) =>
    call('Maintenance/Alarm', [
      [1, action],
      [2, BigInt(`0x${member}`)],
      [3, alarmNumbers[kind]],
    ]);
  return {
    status: async (deadlineMs?: number): Promise<LabStatus> =>
      statusOf(await call('Maintenance/Status', [], deadlineMs)),
    memberList: async (): Promise<LabListed[]> => messages(await call('Cluster/MemberList'), 2).map(listed),
    memberAdd: async (peerUrl: string, learner: boolean): Promise<LabListed> => {
      const added = messages(
        await call('Cluster/MemberAdd', [
          [1, peerUrl],
          [2, learner],
        ]),
        2,
      )[0];
      if (added === undefined) throw new Error('lab: MemberAdd named no member');
      return listed(added);
    },
    memberRemove: (id: string) => call('Cluster/MemberRemove', [[1, BigInt(`0x${id}`)]]),
    memberPromote: (id: string) => call('Cluster/MemberPromote', [[1, BigInt(`0x${id}`)]]),
    moveLeader: (id: string) => call('Maintenance/MoveLeader', [[1, BigInt(`0x${id}`)]]),
    raiseAlarm: (member: string, kind: Alarm) => alarm(1, member, kind),
    disarmAlarm: (member: string, kind: Alarm) => alarm(2, member, kind),
    put: (key: string, value: string | Uint8Array, deadlineMs?: number) =>
      call(
        'KV/Put',
        [
          [1, key],
          [2, value],
        ],
        deadlineMs,
      ),
    /** Reads up to 100 keys that begin with `prefix`, or that one key. */
    range: (key: string, options: { readonly prefix?: boolean; readonly serializable?: boolean } = {}) =>
      call('KV/Range', [
        [1, key],
        ...(options.prefix === true ? ([[2, endOf(key)]] as const) : []),
        [3, 100],
        [7, options.serializable ?? false],
      ]),
    deleteRange: (prefix: string) =>
      call('KV/DeleteRange', [
        [1, prefix],
        [2, endOf(prefix)],
      ]),
    compact: (revision: bigint) =>
      call(
        'KV/Compact',
        [
          [1, revision],
          [2, true],
        ],
        10_000,
      ),
    defragment: () => call('Maintenance/Defragment', [], 20_000),
    authenticate: async (user: string, password: string) =>
      text(
        await call('Auth/Authenticate', [
          [1, user],
          [2, password],
        ]),
        2,
      ),
    userAdd: (user: string, password: string) =>
      call('Auth/UserAdd', [
        [1, user],
        [2, password],
      ]),
    roleAdd: (role: string) => call('Auth/RoleAdd', [[1, role]]),
    grantRole: (user: string, role: string) =>
      call('Auth/UserGrantRole', [
        [1, user],
        [2, role],
      ]),
    authEnable: () => call('Auth/AuthEnable'),
    authDisable: () => call('Auth/AuthDisable'),
    close: () => channel.close(),
  };
}

function statusOf(message: Message): LabStatus {
  const header = messages(message, 1)[0] ?? new Map();
  const leader = integer(message, 4);
  return {
    clusterId: hex(integer(header, 1)),
    memberId: hex(integer(header, 2)),
    revision: integer(header, 3),
    version: text(message, 2),
    dbSize: integer(message, 3),
    leader: leader === 0n ? undefined : hex(leader),
    raftIndex: integer(message, 5),
    term: integer(message, 6),
    errors: texts(message, 8),
    isLearner: integer(message, 10) === 1n,
  };
}

function listed(message: Message): LabListed {
  return {
    id: hex(integer(message, 1)),
    name: text(message, 2),
    peerUrls: texts(message, 3),
    clientUrls: texts(message, 4),
    isLearner: integer(message, 5) === 1n,
  };
}

function hex(id: bigint): string {
  return id.toString(16);
}

/** The first key after all those that begin with `prefix` (whose last byte is not 0xff). */
function endOf(prefix: string): Uint8Array {
  const bytes = Buffer.from(prefix);
  const last = bytes.length - 1;
  bytes[last] = (bytes[last] ?? 0) + 1;
  return bytes;
}

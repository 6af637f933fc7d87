import type { StatusSample } from '../model/sample.ts';
import type { Connection } from './connection.ts';
import { startDeadline, untilAborted } from './deadline.ts';
import { parseEndpoint } from './endpoint.ts';
import type { Answerer, EtcdClient, ListedMember } from './etcd-client.ts';
import { EtcdError } from './etcd-error.ts';
import type { HashKVResponse, Member, ResponseHeader, StatusResponse } from './gen/etcd_pb.ts';
import type { Rpcs } from './grpc-transport.ts';
import { createHttp2Link } from './http2-link.ts';
import { hexId } from './ids.ts';
import { explainRpc, wantsToken } from './rpc-error-text.ts';
import type { TlsStore } from './tls-store.ts';
import type { Authenticate, Tokens } from './tokens.ts';

/** What the clients of one cluster share. */
export type ClientContext = {
  readonly dialTimeoutMs: Connection['dialTimeoutMs'];
  readonly tls: TlsStore;
  readonly tokens: Tokens;
  /** Ends every call when it fires, besides a signal of the call's own. */
  readonly signal?: AbortSignal | undefined;
};

type CallOptions = { readonly headers: Record<string, string>; readonly signal: AbortSignal };
/** An answer and how long it took, the connecting apart. */
type Answer<T> = { readonly message: T; readonly seconds: number };
type Call<T> = (rpcs: Rpcs, options: CallOptions) => Promise<T>;

/** A client of one endpoint over native gRPC. Nothing is dialled before the first call. */
export function createEtcdClient(endpoint: string, context: ClientContext): EtcdClient {
  const url = parseEndpoint(endpoint);
  const link = createHttp2Link(url, context.tls, context.dialTimeoutMs);
  let loaded: Promise<{ rpcs: Rpcs; explain: (error: unknown) => EtcdError }> | undefined;

  const load = async () => {
    const [{ createRpcs }, { RpcFailure }] = await Promise.all([
      import('./grpc-transport.ts'),
      import('./unary-call.ts'),
    ]);
    const explain = (error: unknown) => {
      if (error instanceof EtcdError) return error;
      const status = error instanceof RpcFailure ? error : { code: 2, message: String(error), cause: error };
      return explainRpc(status, { url, tls: context.tls.current(), spoke: link.spoke() });
    };
    return { rpcs: createRpcs(link), explain };
  };

  /** One attempt under an absolute deadline; a member that lets it pass loses its connection, which may be half open. */
  const attempt = async <T>(call: Call<T>, deadline: AbortSignal, token: string | undefined): Promise<Answer<T>> => {
    deadline.throwIfAborted();
    loaded ??= load();
    const { rpcs, explain } = await loaded;
    const headers: Record<string, string> = token === undefined ? {} : { token };
    try {
      await untilAborted(deadline, link.connect());
      const started = performance.now();
      const message = await untilAborted(deadline, call(rpcs, { headers, signal: deadline }));
      return { message, seconds: (performance.now() - started) / 1000 };
    } catch (error) {
      if (deadline.aborted) {
        // The other calls on it wait for the same member: they end with what kept this one waiting, not with a closed connection.
        link.drop(
          deadline.reason instanceof EtcdError && deadline.reason.kind === 'timeout' ? deadline.reason : undefined,
        );
        throw deadline.reason;
      }
      throw explain(error);
    }
  };

  const authenticate =
    (deadline: AbortSignal): Authenticate =>
    async ({ name, password }) => {
      try {
        const login: Call<{ token: string }> = ({ auth }, options) => auth.authenticate({ name, password }, options);
        return (await attempt(login, deadline, undefined)).message.token;
      } catch (error) {
        if (error instanceof EtcdError && /authentication is not enabled/.test(error.message)) return undefined;
        throw error;
      }
    };

  const ask = async <T>(call: Call<T>, deadlineMs: number, signal: AbortSignal | undefined): Promise<Answer<T>> => {
    const { deadline, done } = startDeadline(
      deadlineMs,
      `${url.host} gave no answer within ${deadlineMs} ms`,
      signal ?? context.signal,
    );
    try {
      const token = await context.tokens.get(authenticate(deadline));
      try {
        return await attempt(call, deadline, token);
      } catch (error) {
        if (!wantsToken(error)) throw error;
        context.tokens.refused(token);
        const renewed = await context.tokens.get(authenticate(deadline));
        if (renewed === undefined || renewed === token) throw error;
        return await attempt(call, deadline, renewed);
      }
    } finally {
      done();
    }
  };

  return {
    endpoint,
    status: async (deadlineMs, signal) => {
      const { message, seconds } = await ask(
        (rpcs, options) => rpcs.maintenance.status({}, options),
        deadlineMs,
        signal,
      );
      return { from: answerer(message.header), status: statusOf(message, seconds) };
    },
    memberList: async (deadlineMs, signal) => {
      const local = { linearizable: false };
      const { message } = await ask((rpcs, options) => rpcs.cluster.memberList(local, options), deadlineMs, signal);
      return { from: answerer(message.header), members: message.members.map(listed) };
    },
    read: async (how, deadlineMs, signal) => {
      const request = { key, limit: 1n, keysOnly: true, serializable: how === 'serializable' };
      const { message, seconds } = await ask((rpcs, options) => rpcs.kv.range(request, options), deadlineMs, signal);
      return { seconds, revision: message.header?.revision ?? 0n };
    },
    hashKv: async (revision, deadlineMs, signal) => {
      const request: Call<HashKVResponse> = (rpcs, options) => rpcs.maintenance.hashKV({ revision }, options);
      const { hash, compactRevision, hashRevision } = (await ask(request, deadlineMs, signal)).message;
      return { hash, compactRevision, hashRevision };
    },
    servingCertNotAfter: () => {
      const date = Date.parse(link.certificate()?.validTo ?? '');
      return Number.isNaN(date) ? undefined : date;
    },
    close: () => link.drop(),
  };
}

const key = new TextEncoder().encode('health');

function statusOf(answer: StatusResponse, rttSeconds: number): StatusSample {
  return {
    version: answer.version,
    leaderId: hexId(answer.leader),
    term: answer.raftTerm,
    raftIndex: answer.raftIndex,
    appliedIndex: answer.raftAppliedIndex,
    revision: answer.header?.revision ?? 0n,
    dbSizeBytes: Number(answer.dbSize),
    dbInUseBytes: positive(answer.dbSizeInUse),
    quotaBytes: positive(answer.dbSizeQuota),
    storageVersion: answer.storageVersion === '' ? undefined : answer.storageVersion,
    learner: answer.isLearner,
    errors: answer.errors,
    rttSeconds,
  };
}

function listed(member: Member): ListedMember {
  const { name, peerURLs, clientURLs, isLearner } = member;
  return { id: hexId(member.ID) ?? '0', name, peerUrls: peerURLs, clientUrls: clientURLs, learner: isLearner };
}

function answerer(header: ResponseHeader | undefined): Answerer {
  return { clusterId: hexId(header?.clusterId ?? 0n) ?? '0', memberId: hexId(header?.memberId ?? 0n) ?? '0' };
}

/** Zero in a protobuf answer means that this version does not say. */
function positive(value: bigint): number | undefined {
  return value > 0n ? Number(value) : undefined;
}

import type { EtcdClient } from '../../src/collector/etcd-client.ts';
import type { Diagnostic, DiagnosticContext } from '../../src/diagnostics/diagnostic.ts';
import type { DiagnosticEvent, DiagnosticResult } from '../../src/model/diagnostic.ts';
import type { ClusterView } from '../../src/model/view.ts';
import { idOf, memberOf } from '../model/samples.ts';

/** What one fake member answers; `never` makes it accept and stay silent, `error` makes it refuse. */
export type FakeMember = {
  readonly revision?: bigint;
  readonly hash?: number;
  readonly compactRevision?: bigint;
  readonly errors?: readonly string[];
  readonly never?: boolean;
  readonly error?: string;
  readonly linearizableError?: string;
};

export type FakeContext = DiagnosticContext & {
  /** Revisions that hashes were asked at. */
  readonly asked: bigint[];
  readonly cancel: () => void;
};

/** A context of fake members by name; those that are not named answer well at revision 100. */
export function fakeContext(view: ClusterView, members: Readonly<Record<string, FakeMember>> = {}): FakeContext {
  const asked: bigint[] = [];
  const cancelling = new AbortController();
  return {
    view,
    connection: {
      endpoints: [],
      tls: { insecureSkipVerify: false },
      dialTimeoutMs: 50,
      commandTimeoutMs: 50,
      metricsUrls: [],
      expand: true,
    },
    client: (id) => fakeClient(Object.entries(members).find(([name]) => idOf(name) === id)?.[1] ?? {}, asked),
    signal: cancelling.signal,
    deadlineMs: 50,
    asked,
    cancel: () => cancelling.abort(),
  };
}

/** Runs to the end: progress events, and the result if there was one. */
export async function runAll(
  diagnostic: Diagnostic,
  context: DiagnosticContext,
): Promise<{ readonly progress: DiagnosticEvent[]; readonly result: DiagnosticResult | undefined }> {
  const progress: DiagnosticEvent[] = [];
  let result: DiagnosticResult | undefined;
  for await (const event of diagnostic.run(context)) {
    if (event.kind === 'result') result = event.result;
    else progress.push(event);
  }
  return { progress, result };
}

function fakeClient(member: FakeMember, asked: bigint[]): EtcdClient {
  const answer = <T>(value: T): Promise<T> => {
    if (member.never) return new Promise(() => {});
    return member.error === undefined ? Promise.resolve(value) : Promise.reject(new Error(member.error));
  };
  const revision = member.revision ?? 100n;
  const status = memberOf('a', {}, 0).status;
  if (!status) throw new Error('the sample of a healthy member has a status');
  return {
    endpoint: 'http://fake:2379',
    status: () =>
      answer({ from: { clusterId: '1', memberId: '1' }, status: { ...status, revision, errors: member.errors ?? [] } }),
    memberList: () => Promise.reject(new Error('not asked by diagnostics')),
    read: (how) =>
      how === 'linearizable' && member.linearizableError !== undefined
        ? Promise.reject(new Error(member.linearizableError))
        : answer({ seconds: 0.002, revision }),
    hashKv: (at) => {
      asked.push(at);
      return answer({ hash: member.hash ?? 7, hashRevision: at, compactRevision: member.compactRevision ?? 10n });
    },
    servingCertNotAfter: () => undefined,
    close: () => {},
  };
}

import type { StatusSample } from '../model/sample.ts';

/** One row of the member list, ids in lower-case hex. */
export type ListedMember = {
  readonly id: string;
  readonly name: string;
  readonly peerUrls: readonly string[];
  readonly clientUrls: readonly string[];
  readonly learner: boolean;
};

/** Ids of who answered, from the response header. */
export type Answerer = { readonly clusterId: string; readonly memberId: string };

/**
 * The read-only calls etcdoc makes of one endpoint; no other RPC exists here. Every call takes its own deadline and rejects with an
 * EtcdError; `serializable` and member list are answered locally, `linearizable` goes through the leader.
 */
export type EtcdClient = {
  readonly endpoint: string;
  status(deadlineMs: number, signal?: AbortSignal): Promise<{ readonly from: Answerer; readonly status: StatusSample }>;
  memberList(
    deadlineMs: number,
    signal?: AbortSignal,
  ): Promise<{ readonly from: Answerer; readonly members: readonly ListedMember[] }>;
  /** Reads the absent key "health", never a value. Seconds it took. */
  read(
    how: 'serializable' | 'linearizable',
    deadlineMs: number,
    signal?: AbortSignal,
  ): Promise<{ readonly seconds: number; readonly revision: bigint }>;
  hashKv(
    revision: bigint,
    deadlineMs: number,
    signal?: AbortSignal,
  ): Promise<{ readonly hash: number; readonly compactRevision: bigint; readonly hashRevision: bigint }>;
  /** notAfter of the serving certificate, ms since epoch, once a TLS connection stood. */
  servingCertNotAfter(): number | undefined;
  close(): void;
};

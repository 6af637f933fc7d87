import type { Connection } from '../collector/connection.ts';
import type { EtcdClient } from '../collector/etcd-client.ts';
import type { DiagnosticEntry, DiagnosticEvent } from '../model/diagnostic.ts';
import type { ClusterView } from '../model/view.ts';

/** What a diagnostic may use. */
export type DiagnosticContext = {
  /** The latest view. */
  readonly view: ClusterView;
  readonly connection: Connection;
  /** The client of a member of the view; the same one each time, closed by whoever made the context. */
  readonly client: (memberId: string) => EtcdClient;
  /** Ends the run early; it then yields no result. */
  readonly signal: AbortSignal;
  /** For one question to one member. */
  readonly deadlineMs: number;
};

/** A check that a person asks for: yields progress, then one result, or nothing more once it is cancelled. */
export type Diagnostic = DiagnosticEntry & {
  readonly run: (context: DiagnosticContext) => AsyncGenerator<DiagnosticEvent>;
};

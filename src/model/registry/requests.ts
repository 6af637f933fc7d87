import { gauge, minutes, quantile, rate, ratio } from '../recipe.ts';
import type { MetricEntry } from './entry.ts';

/** gRPC codes that count as failures (etcd mixin, main). */
export const failedCodes = [
  'Unknown',
  'FailedPrecondition',
  'ResourceExhausted',
  'Internal',
  'Unavailable',
  'DataLoss',
  'DeadlineExceeded',
];

/** Watches and lease keep-alives end when their client leaves, as Canceled or Unavailable: that is no failure. */
const answeredCalls = { grpc_type: { not: ['bidi_stream'] } } as const;

/** What clients ask and get. */
export const requestMetrics = {
  grpcFailedRatio: {
    title: 'gRPC failed',
    unit: 'ratio',
    from: ratio(
      rate('grpc_server_handled_total', { ...answeredCalls, grpc_code: failedCodes }, { atLeast: minutes(1) }),
      rate('grpc_server_handled_total', answeredCalls, { atLeast: minutes(1) }),
    ),
    levels: { warning: 0.01, critical: 0.05, least: 5 },
    check: {
      id: 'grpc-failed',
      remedy: 'Look at quorum, quota and disk first: failed calls are mostly their effect; then at which method fails.',
      source: 'etcd mixin etcdHighNumberOfFailedGRPCRequests (1 %, 5 %)',
      forSeconds: 60,
    },
    help: "Share of gRPC calls that failed by the server's fault; streams that clients leave are not counted.",
  },
  grpcP99: {
    title: 'gRPC p99',
    unit: 'seconds',
    from: quantile(
      0.99,
      'grpc_server_handling_seconds',
      { atLeast: minutes(1) },
      { grpc_type: 'unary', grpc_method: { not: ['Defragment'] } },
    ),
    levels: { warning: 0.15, critical: 3 },
    check: {
      id: 'grpc-slow',
      remedy: 'Look at disk and CPU of this member, then for large ranges and transactions of single clients.',
      source: 'etcd mixin etcdGRPCRequestsSlow (0.15 s); OpenShift (3 s)',
      forSeconds: 60,
    },
    needs: 'etcd --metrics=extensive',
    help: 'How long unary calls take on the server, defragmentation aside; exposed only with --metrics=extensive.',
  },
  putsPerSecond: {
    title: 'puts',
    unit: 'perSecond',
    from: rate('etcd_mvcc_put_total'),
    help: 'Puts executed, those inside transactions included.',
  },
  rangesPerSecond: {
    title: 'ranges',
    unit: 'perSecond',
    from: rate('etcd_mvcc_range_total'),
    help: 'Range reads executed.',
  },
  txnsPerSecond: {
    title: 'transactions',
    unit: 'perSecond',
    from: rate('etcd_mvcc_txn_total'),
    help: 'Transactions executed.',
  },
  deletesPerSecond: {
    title: 'deletes',
    unit: 'perSecond',
    from: rate('etcd_mvcc_delete_total'),
    help: 'Deletes executed.',
  },
  watchers: {
    title: 'watchers',
    unit: 'count',
    from: gauge('etcd_debugging_mvcc_watcher_total'),
    column: { header: 'WATCH', width: 5, weight: 26 },
    help: 'Active watchers.',
  },
  slowWatchers: {
    title: 'slow watchers',
    unit: 'count',
    from: gauge('etcd_debugging_mvcc_slow_watcher_total'),
    levels: { warning: 100 },
    check: {
      id: 'slow-watchers',
      remedy: 'Look for clients that watch old revisions or read slowly, and at the CPU and network of this member.',
      source: 'etcd keeps watchers that lag in a set of their own (unsynced)',
      forSeconds: 60,
    },
    help: 'Watchers that have not caught up.',
  },
  clientSentBytesPerSecond: {
    title: 'client traffic sent',
    unit: 'bytesPerSecond',
    from: rate('etcd_network_client_grpc_sent_bytes_total'),
    help: 'Bytes sent to gRPC clients.',
  },
  clientReceivedBytesPerSecond: {
    title: 'client traffic received',
    unit: 'bytesPerSecond',
    from: rate('etcd_network_client_grpc_received_bytes_total'),
    help: 'Bytes received from gRPC clients.',
  },
} as const satisfies Record<string, MetricEntry>;

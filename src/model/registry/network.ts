import { minutes, quantileOfPeers, rate } from '../recipe.ts';
import type { MetricEntry } from './entry.ts';

/** Between the members. */
export const networkMetrics = {
  peerRttP99: {
    title: 'peer RTT p99',
    unit: 'seconds',
    from: quantileOfPeers(0.99, 'etcd_network_peer_round_trip_time_seconds', 'To', { atLeast: minutes(5) }),
    column: { header: 'RTT', width: 5, weight: 80 },
    // A peer that was frozen leaves one slow answer to each of the two probers behind, and the window holds them for five minutes.
    levels: { warning: 0.05, critical: 0.15, least: 3 },
    check: {
      id: 'peer-rtt-p99',
      remedy:
        'Look at the network between the members: loss, saturation, distance; raise heartbeat and election time-outs only if the distance is real.',
      source: 'OpenShift guidance (50 ms); etcd mixin etcdMemberCommunicationSlow (0.15 s)',
    },
    help: "Round trip to the peers by the member's own prober, about two looks each in 30 s; peers that were away are left out.",
  },
  peerSentBytesPerSecond: {
    title: 'peer traffic sent',
    unit: 'bytesPerSecond',
    from: rate('etcd_network_peer_sent_bytes_total'),
    column: { header: 'TX/s', width: 6, weight: 22 },
    help: 'Bytes sent to peers.',
  },
  peerReceivedBytesPerSecond: {
    title: 'peer traffic received',
    unit: 'bytesPerSecond',
    from: rate('etcd_network_peer_received_bytes_total'),
    column: { header: 'RX/s', width: 6, weight: 23 },
    help: 'Bytes received from peers.',
  },
  snapshotsInFlight: {
    title: 'snapshots in flight',
    unit: 'count',
    from: { kind: 'gauge', family: 'etcd_network_snapshot_send_inflights_total', appears: true },
    help: 'Snapshots being sent to members that fell too far behind.',
  },
} as const satisfies Record<string, MetricEntry>;

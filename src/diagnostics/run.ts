import type { Connection } from '../collector/connection.ts';
import type { EtcdClient } from '../collector/etcd-client.ts';
import { createEtcdClient } from '../collector/grpc-client.ts';
import { openTlsStore } from '../collector/tls-store.ts';
import { createTokens } from '../collector/tokens.ts';
import type { DiagnosticEvent } from '../model/diagnostic.ts';
import type { ClusterView } from '../model/view.ts';
import type { Diagnostic } from './diagnostic.ts';

/** Runs a diagnostic on the members of a view over connections of its own, which end with it. */
export async function* runDiagnostic(
  diagnostic: Diagnostic,
  view: ClusterView,
  connection: Connection,
  signal: AbortSignal,
): AsyncGenerator<DiagnosticEvent> {
  const clients = createClients(view, connection);
  try {
    const { client } = clients;
    yield* diagnostic.run({ view, connection, client, signal, deadlineMs: connection.commandTimeoutMs });
  } finally {
    clients.close();
  }
}

function createClients(view: ClusterView, connection: Connection) {
  const { dialTimeoutMs, tls: files, user } = connection;
  const context = { dialTimeoutMs, tls: openTlsStore(files), tokens: createTokens(user) };
  const open = new Map<string, EtcdClient>();
  return {
    client(memberId: string): EtcdClient {
      const known = open.get(memberId);
      if (known) return known;
      const member = view.members.find(({ id }) => id === memberId);
      if (!member) throw new Error(`member ${memberId} is not in the view`);
      const client = createEtcdClient(member.sample.endpoint, context);
      open.set(memberId, client);
      return client;
    },
    close() {
      for (const client of open.values()) client.close();
    },
  };
}

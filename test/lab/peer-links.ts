import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { type Flow, openFlow } from './flow.ts';
import type { LabMember } from './member.ts';

export type PeerLinks = {
  /** What travels from one member to another, whoever dialled. */
  readonly link: (from: LabMember, to: LabMember) => Flow;
  /** Cuts both ways between every member of one side and every member of the other. */
  readonly partition: (side: readonly LabMember[], other: readonly LabMember[]) => void;
  readonly healAll: () => void;
  /** Opens the proxy that a member's advertised peer URL names. */
  readonly serve: (member: LabMember) => Promise<void>;
  readonly close: () => Promise<void>;
};

/** A TCP proxy before each member's peer port; TLS passes through unread. `members` may grow later. */
export function openPeerLinks(members: readonly LabMember[]): PeerLinks {
  const flows = new Map<string, Flow>();
  const servers: Server[] = [];
  const sockets = new Set<Socket>();
  const link = (from: LabMember, to: LabMember): Flow => {
    const key = JSON.stringify([from.name, to.name]);
    const flow = flows.get(key) ?? openFlow();
    flows.set(key, flow);
    return flow;
  };
  const accept = (dialled: Socket, to: LabMember) => {
    const from = dialerOf(dialled, members);
    if (from === undefined) return void dialled.destroy();
    const { hostname, port } = new URL(to.listenPeerUrl);
    const onward = connect({ host: hostname, port: Number(port), allowHalfOpen: true, noDelay: true });
    for (const socket of [dialled, onward]) {
      sockets.add(socket);
      socket.once('close', () => sockets.delete(socket));
    }
    link(from, to).carry(dialled, onward);
    link(to, from).carry(onward, dialled);
  };
  return {
    link,
    partition: (side, other) => {
      for (const one of side) {
        for (const two of other) {
          link(one, two).cut();
          link(two, one).cut();
        }
      }
    },
    healAll: () => {
      for (const flow of flows.values()) flow.heal();
    },
    serve: async (member) => {
      const server = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => accept(socket, member));
      servers.push(server);
      const { hostname, port } = new URL(member.peerUrl);
      await new Promise<void>((resolve, reject) => {
        server.once('error', reject);
        server.listen(Number(port), hostname, resolve);
      });
    },
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
    },
  };
}

/**
 * The member whose process holds the other end of a connection. All members dial one advertised URL, maybe inside TLS,
 * so the kernel's tables are the only place that says who it is.
 */
function dialerOf(socket: Socket, members: readonly LabMember[]): LabMember | undefined {
  const { remotePort, localPort } = socket;
  if (remotePort === undefined || localPort === undefined) return undefined;
  const ends = `:${hexPort(remotePort)} [0-9A-F]+:${hexPort(localPort)} `;
  const row = readFileSync('/proc/net/tcp', 'utf8')
    .split('\n')
    .find((line) => new RegExp(ends).test(line));
  const inode = row?.trim().split(/\s+/)[9];
  return members.find((member) => inode !== undefined && inode !== '0' && holds(member.pid, `socket:[${inode}]`));
}

function holds(pid: number, target: string): boolean {
  try {
    return readdirSync(`/proc/${pid}/fd`).some((fd) => {
      try {
        return readlinkSync(`/proc/${pid}/fd/${fd}`) === target;
      } catch {
        return false;
      }
    });
  } catch {
    return false;
  }
}

function hexPort(port: number): string {
  return port.toString(16).toUpperCase().padStart(4, '0');
}

import { createServer, type RequestListener } from 'node:http';
import { describe, expect, test } from 'vitest';
import { type PeerLiveness, watchPeerLiveness } from '../../../src/cli/serve/peer-liveness.ts';
import { createMonitor } from '../../../src/model/monitor.ts';
import { listen } from '../../lab/listen.ts';
import { eventually } from '../../lab/wait.ts';
import { idOf, threeAt } from '../../model/samples.ts';

const none = new Set<string>();

/** Asks what serves on 127.0.0.1 as if it were the daemon beside member b, until `wanted` is what is known of it. */
async function askedOf(answer: RequestListener, work: (known: (wanted: boolean) => Promise<void>) => Promise<void>) {
  const server = await listen(createServer(answer));
  const sample = threeAt(0);
  const members = sample.members.map((member) => ({ ...member, peerUrls: ['http://127.0.0.1:2380'] }));
  const view = createMonitor({ windowSeconds: 60 }).push({ ...sample, members });
  const peers = watchPeerLiveness({
    ...{ listen: { host: '192.0.2.1', port: server.port }, secure: false, here: none, timeoutMs: 500, everyMs: 10 },
    name: () => undefined,
  });
  try {
    expect(peers.answers(idOf('b'))).toBeUndefined();
    await work(async (wanted) => {
      const known = () => {
        peers.ask(view, idOf('c'));
        return peers.answers(idOf('b')) === wanted;
      };
      await eventually(known, { what: `an answer of ${wanted}` });
      expect(peers.answers(idOf('c'))).toBeUndefined();
    });
  } finally {
    await server.close();
  }
}

const well: RequestListener = (_, response) => void response.writeHead(200, { Server: 'etcdoc' }).end('ok\n');

describe('the daemon beside another member', () => {
  test('answers when its loop runs', () => askedOf(well, (known) => known(true)));

  test('is silent when it says that its loop does not, when it hangs, and when it is something else', async () => {
    await askedOf(
      (_, response) => void response.writeHead(503, { Server: 'etcdoc' }).end(),
      (known) => known(false),
    );
    await askedOf(
      () => undefined,
      (known) => known(false),
    );
    await askedOf(
      (_, response) => void response.writeHead(200).end('ok'),
      (known) => known(false),
    );
  });

  test('that answered is silent only after a second failure', async () => {
    let failures = 0;
    let down = false;
    const answer: RequestListener = (request, response) => {
      if (!down) return well(request, response);
      failures += 1;
      response.writeHead(503).end();
    };
    await askedOf(answer, async (known) => {
      await known(true);
      down = true;
      await known(false);
      expect(failures).toBeGreaterThanOrEqual(2);
      down = false;
      await known(true);
    });
  });

  test('cannot be on this host, where the port is our own', () => {
    const sample = threeAt(0);
    const members = sample.members.map((member) => ({ ...member, peerUrls: ['https://10.0.0.7:2380'] }));
    const view = createMonitor({ windowSeconds: 60 }).push({ ...sample, members });
    const here = new Set(['10.0.0.7']);
    const peers = watchPeerLiveness({
      listen: { host: '0.0.0.0', port: 1 },
      secure: true,
      here,
      name: () => undefined,
    });
    peers.ask(view, idOf('c'));
    expect(peers.answers(idOf('a'))).toBe(false);
  });
});

describe('where no member list tells the hosts, the name of all daemons does', () => {
  const alone = createMonitor({ windowSeconds: 60 }).push({
    ...threeAt(0, { a: 'gone', b: 'gone' }),
    clusterId: undefined,
  });
  const answering = (headers: Record<string, string>): RequestListener => {
    return (_, response) => void response.writeHead(200, { Server: 'etcdoc', ...headers }).end('ok\n');
  };
  const watching = async (
    answer: RequestListener,
    addressesOf: (name: string) => Promise<readonly string[]>,
    work: (peers: PeerLiveness, until: (wanted: boolean | undefined, what: string) => Promise<void>) => Promise<void>,
  ) => {
    const server = await listen(createServer(answer));
    const at = { listen: { host: '192.0.2.1', port: server.port }, secure: false, here: none };
    const peers = watchPeerLiveness({ ...at, timeoutMs: 500, everyMs: 10, name: () => 'etcdoc', addressesOf });
    const until = async (wanted: boolean | undefined, what: string) => {
      const known = () => {
        peers.ask(alone, idOf('c'));
        return peers.answers(idOf('a')) === wanted;
      };
      await eventually(known, { what });
    };
    try {
      await work(peers, until);
    } finally {
      await server.close();
    }
  };

  test('each says which member it is beside; it is silent after a second failure', async () => {
    let down = false;
    const alive = answering({ 'Etcdoc-Member': idOf('a') });
    const answer: RequestListener = (...of) => (down ? void of[1].writeHead(503).end() : alive(...of));
    const names: string[] = [];
    const addressesOf = async (name: string) => {
      names.push(name);
      return ['127.0.0.1'];
    };
    await watching(answer, addressesOf, async (peers, until) => {
      expect(peers.answers(idOf('a'))).toBeUndefined();
      await until(true, 'that it answers');
      expect(peers.answers(idOf('b'))).toBe(false);
      expect(new Set(names)).toEqual(new Set(['etcdoc']));
      down = true;
      await until(false, 'that it is silent');
    });
  });

  test('a daemon that says no member is nobody’s', () =>
    watching(
      answering({}),
      async () => ['127.0.0.1'],
      async (peers, until) => {
        await until(false, 'an answer');
        expect(peers.problem()).toBeUndefined();
      },
    ));

  test('hosts that are known stay known while DNS fails; without any it is said that each speaks', async () => {
    let broken = true;
    const addressesOf = async () => {
      if (broken) throw new Error('getaddrinfo ENOTFOUND etcdoc');
      return ['127.0.0.1'];
    };
    await watching(answering({ 'Etcdoc-Member': idOf('a') }), addressesOf, async (peers, until) => {
      const said = () => {
        peers.ask(alone, idOf('c'));
        return peers.problem();
      };
      expect(await eventually(said, { what: 'the problem' })).toBe(
        'serve.peers: etcdoc tells of no hosts (getaddrinfo ENOTFOUND etcdoc): each daemon speaks for the cluster',
      );
      broken = false;
      await until(true, 'that it answers');
      broken = true;
      const asked = performance.now();
      while (performance.now() - asked < 100) {
        peers.ask(alone, idOf('c'));
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
      expect(peers.answers(idOf('a'))).toBe(true);
      expect(peers.problem()).toBeUndefined();
    });
  });
});

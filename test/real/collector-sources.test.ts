import { type AddressInfo, connect, createServer } from 'node:net';
import { describe, expect, test } from 'vitest';
import { addUser } from '../lab/auth.ts';
import { connectionTo } from '../lab/connection-to.ts';
import { restart } from '../lab/faults.ts';
import { allFull, pollingOfFile, rowOf } from './collector-polling.ts';

const { clusterOf, polling, open } = pollingOfFile();

describe('where the metrics come from', () => {
  test('ports for gRPC only leave members api-only, and say where was looked', async () => {
    const cluster = await clusterOf({ members: 3, version: '3.5', splitHttp: true, tls: 'mtls' });
    const one = polling(connectionTo(cluster));
    const sample = await one.until(
      'status of all',
      ({ members }) => members.length === 3 && members.every(({ status }) => status),
    );
    for (const { metrics, metricsError, endpoint } of sample.members) {
      expect(metrics).toBeUndefined();
      expect(metricsError?.text).toMatch(/speaks gRPC only, no HTTP\/1: .* port 2381 or 2382/);
      expect(metricsError?.text).toContain(`${endpoint}/metrics: `);
      expect(metricsError?.text).toContain('http://127.0.0.1:2381/metrics: connection refused (nothing listens');
    }
  });

  test('given URLs are matched by what their pages say, whatever their order', async () => {
    const cluster = await clusterOf({ members: 3, version: '3.5', splitHttp: true });
    const metricsUrls = cluster.members.map(({ metricsUrl }) => metricsUrl).reverse();
    const one = polling(connectionTo(cluster, { metricsUrls }));
    const sample = await one.until('all members', allFull(3));
    expect(one.samples.indexOf(sample)).toBe(0);
    for (const { name, metricsUrl } of cluster.members) {
      expect(rowOf(sample, name)?.metrics?.from).toBe(`${metricsUrl}/metrics`);
    }
  });

  test('a page of its own port is taken before the one of the client URL', async () => {
    const cluster = await clusterOf({ members: 1, metricsUrls: true, tls: 'mtls' });
    const metricsUrls = [cluster.members[0]?.metricsUrl ?? ''];
    const one = polling(connectionTo(cluster, { metricsUrls }));
    const sample = await one.until('the member', allFull(1));
    expect(sample.members[0]?.metrics?.from).toBe(`${metricsUrls[0]}/metrics`);
  });
});

describe('other ways to a member', () => {
  test('an IPv6 address, here of a forwarder before the member', async () => {
    const cluster = await clusterOf({ members: 1 });
    const target = new URL(cluster.endpoints[0] ?? '');
    const forwarder = createServer((socket) => {
      const onward = connect(Number(target.port), target.hostname);
      for (const end of [socket, onward]) end.on('error', () => undefined);
      socket.pipe(onward).pipe(socket);
    });
    await new Promise<void>((resolve) => forwarder.listen(0, '::1', resolve));
    open.push({ stop: async () => void forwarder.close() });
    const endpoint = `http://[::1]:${(forwarder.address() as AddressInfo).port}`;
    const one = polling(connectionTo(cluster, { endpoints: [endpoint] }));
    const sample = await one.until('the member', allFull(1));
    expect(sample.members[0]).toMatchObject({ endpoint, metrics: { from: `${endpoint}/metrics` } });
  });

  test('a metrics page alone makes a row, which says that the API is not reached', async () => {
    const cluster = await clusterOf({ members: 1, metricsUrls: true });
    const metricsUrls = [cluster.members[0]?.metricsUrl ?? ''];
    const one = polling(connectionTo(cluster, { endpoints: ['http://127.0.0.1:9'], metricsUrls }));
    const sample = await one.until('the page', ({ members }) => members[0]?.metrics !== undefined);
    expect(sample.members[0]).toMatchObject({ id: cluster.members[0]?.id, name: '', statusError: { kind: 'refused' } });
    expect(sample.clusterId).toBeUndefined();
  });
});

describe('user and password', () => {
  const password = 'a secret that is not to be seen';

  test('a token is got, shared, and renewed when a server has forgotten it', async () => {
    const cluster = await clusterOf({ members: 1, version: '3.5', auth: { password } });
    const one = polling(connectionTo(cluster, { user: { name: 'root', password } }));
    await one.until('the member', allFull(1));
    await one.until('a linearizable read', ({ members }) => members[0]?.linearizable?.seconds !== undefined);
    const [member] = cluster.members;
    if (member === undefined) throw new Error('no member');
    await restart(cluster, member);
    const back = one.samples.length;
    await one.until('the member after its restart', allFull(1));
    const later = await one.until('two more', () => one.samples.length > back + 2);
    expect(later.members[0]?.statusError).toBeUndefined();
    expect(JSON.stringify(one.samples, (_, value: unknown) => (typeof value === 'bigint' ? 0 : value))).not.toContain(
      password,
    );
  });

  test('a wrong password is said as such, without the password', async () => {
    const cluster = await clusterOf({ members: 1, version: '3.5', auth: { password } });
    const one = polling(connectionTo(cluster, { user: { name: 'root', password: 'the wrong one' } }));
    const sample = await one.until('the refusal', ({ endpoints }) => endpoints.length > 0);
    expect(sample.endpoints[0]?.error).toEqual({
      kind: 'auth',
      text: expect.stringContaining('authentication failed'),
    });
    expect(sample.endpoints[0]?.error.text).not.toContain('the wrong one');
  });

  test('without a user, a server that wants one says so', async () => {
    const cluster = await clusterOf({ members: 1, version: '3.5', auth: { password } });
    await addUser(cluster, 'nobody', 'x');
    const one = polling(connectionTo(cluster));
    const sample = await one.until('an answer', ({ members }) => members.length === 1);
    expect(sample.members[0]?.metrics).toBeDefined();
    const { status, statusError } = sample.members[0] ?? {};
    expect(status !== undefined || statusError?.kind === 'auth').toBe(true);
  });

  test('a user is no harm where authentication is off', async () => {
    const cluster = await clusterOf({ members: 1 });
    const one = polling(connectionTo(cluster, { user: { name: 'root', password } }));
    await one.until('the member', allFull(1));
  });
});

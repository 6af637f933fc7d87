import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { createPoller } from '../../src/collector/poller.ts';
import type { ClusterSample } from '../../src/model/sample.ts';
import { freePort } from '../lab/ports.ts';

test('without an endpoint only the given pages are asked; one that fails says why', async () => {
  const server = createServer((_, response) => response.end('etcd_server_id{server_id="a1"} 1\n'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const page = `http://127.0.0.1:${(server.address() as AddressInfo).port}/metrics`;
  try {
    const read = await firstSample(page);
    expect(read.members).toMatchObject([{ id: 'a1', endpoint: page, metrics: { from: page } }]);
    expect(read.endpoints).toEqual([]);
  } finally {
    await new Promise((resolve) => server.close(resolve));
  }
  const failed = await firstSample(page);
  expect(failed.members).toEqual([]);
  expect(failed.endpoints).toMatchObject([{ endpoint: page, error: { kind: 'refused' } }]);
});

test('a page that is of no member is no member', async () => {
  const server = createServer((_, response) => response.end('up 1\n'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const page = `http://127.0.0.1:${(server.address() as AddressInfo).port}/metrics`;
  try {
    const { members, endpoints } = await firstSample(page);
    expect(members).toEqual([]);
    expect(endpoints).toMatchObject([{ endpoint: page, error: { kind: 'parse' } }]);
  } finally {
    await new Promise((resolve) => server.close(resolve));
  }
});

test('a page that was not there at first is found at the next tick', async () => {
  const server = createServer((_, response) => response.end('etcd_server_id{server_id="a1"} 1\n'));
  const port = await freePort();
  const poller = pollerOf(`http://127.0.0.1:${port}/metrics`, 0.5);
  const seen: number[] = [];
  try {
    for await (const { members } of poller) {
      seen.push(members.length);
      if (seen.length === 1) await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
      if (members.length > 0 || seen.length > 20) break;
    }
  } finally {
    poller.close();
    await new Promise((resolve) => server.close(resolve));
  }
  expect(seen[0]).toBe(0);
  expect(seen.at(-1)).toBe(1);
});

async function firstSample(page: string): Promise<ClusterSample> {
  const poller = pollerOf(page, 5);
  try {
    for await (const sample of poller) return sample;
  } finally {
    poller.close();
  }
  throw new Error('no sample');
}

function pollerOf(page: string, intervalSeconds: number) {
  const connection = {
    endpoints: [],
    tls: { insecureSkipVerify: false },
    dialTimeoutMs: 2_000,
    commandTimeoutMs: 5_000,
    metricsUrls: [page],
    expand: true,
  };
  return createPoller(connection, { intervalSeconds });
}

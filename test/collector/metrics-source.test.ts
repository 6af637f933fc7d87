import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { EtcdError } from '../../src/collector/etcd-error.ts';
import { createMetricsSource } from '../../src/collector/metrics-source.ts';
import type { PeerDaemon } from '../../src/collector/peer-daemon.ts';
import type { Scraper } from '../../src/collector/scrape.ts';
import { shapeOf } from '../../src/model/metric-set.ts';

beforeEach(() => vi.useFakeTimers({ toFake: ['performance'] }));
afterEach(() => vi.useRealTimers());

/** A scraper over pages by URL: the id of the member whose page it is, or why it fails. */
function over(pages: Record<string, string | Error>, sampledAt?: () => number) {
  const asked: string[] = [];
  const scrape: Scraper['scrape'] = async (url) => {
    asked.push(url);
    const page = pages[url];
    if (page === undefined || page instanceof Error) throw page ?? new EtcdError('refused', 'nothing there');
    const set = { shape: shapeOf([`etcd_server_id{server_id="${page}"}`]), values: Float64Array.of(1) };
    return { from: url, seconds: 0, bytes: 1, mono: 0, set };
  };
  const relay = { from: 'there', everySeconds: 15 };
  const daemon: PeerDaemon | undefined = sampledAt && {
    read: async (url) => ({ ...(await scrape(url, 0)), mono: sampledAt(), relay }),
  };
  const source = createMetricsSource({ scrape }, daemon);
  const read = (up = true) =>
    source.read({
      id: 'm',
      clusterId: 'c',
      pages: () => ['one', 'two', 'three'],
      relays: () => (daemon === undefined ? [] : ['daemon']),
      up: Promise.resolve(up),
      deadlineAt: performance.now() + 1_000,
    });
  return { asked, read, pages };
}

test('pages are tried in order, and the one that works is remembered', async () => {
  const { asked, read } = over({ two: 'm', three: 'm' });
  expect((await read()).metrics?.from).toBe('two');
  expect((await read()).metrics?.from).toBe('two');
  expect(asked).toEqual(['one', 'two', 'two']);
});

test('the page of another member is not taken', async () => {
  const { read } = over({ one: 'other', three: 'm' });
  expect((await read()).metrics?.from).toBe('three');
});

test('what failed is listed, and tried again only after half a minute', async () => {
  const { asked, read, pages } = over({ one: 'other', two: new EtcdError('http', 'gRPC only') });
  const failed = await read();
  expect(failed.metricsError).toEqual({
    kind: 'other',
    text: 'one: the page is that of member other; two: gRPC only; three: nothing there',
  });
  pages.three = 'm';
  expect((await read()).metricsError).toEqual(failed.metricsError);
  expect(asked).toHaveLength(3);
  vi.advanceTimersByTime(30_001);
  expect((await read()).metrics?.from).toBe('three');
});

test('a member that is down loses nothing: its page is tried each tick, the others are left alone', async () => {
  const { asked, read, pages } = over({ two: 'm' });
  await read();
  pages.two = new EtcdError('timeout', 'late');
  expect((await read(false)).metricsError).toEqual({ kind: 'timeout', text: 'two: late' });
  expect((await read(false)).metricsError?.kind).toBe('timeout');
  pages.two = 'm';
  expect((await read()).metrics?.from).toBe('two');
  expect(asked).toEqual(['one', 'two', 'two', 'two', 'two']);
});

test('a page that comes late is asked again at the next tick, known or not, and given up after three', async () => {
  const late = new EtcdError('timeout', 'late');
  const { asked, read, pages } = over({ one: late, two: 'm' });
  expect((await read()).metricsError).toEqual({ kind: 'timeout', text: 'one: late' });
  pages.one = 'm';
  expect((await read()).metrics?.from).toBe('one');
  pages.one = late;
  expect((await read()).metrics).toBeUndefined();
  expect((await read()).metrics).toBeUndefined();
  expect((await read()).metrics?.from).toBe('two');
  expect(asked).toEqual(['one', 'one', 'one', 'one', 'one', 'two']);
});

test('a page that stops working while the member is up is replaced by another', async () => {
  const { read, pages } = over({ two: 'm' });
  await read();
  pages.two = new EtcdError('http', 'HTTP 404');
  pages.three = 'm';
  expect((await read()).metrics?.from).toBe('three');
});

describe('the daemon beside the member', () => {
  const late = new EtcdError('timeout', 'late');

  test('is asked when no page of the member works, and then remembered', async () => {
    const { asked, read } = over({ daemon: 'm' }, () => 0);
    expect((await read()).metrics).toMatchObject({ from: 'daemon', relay: { from: 'there' } });
    expect((await read()).metrics?.from).toBe('daemon');
    expect(asked).toEqual(['one', 'two', 'three', 'daemon', 'daemon']);
  });

  test('is left alone where a page of the member works', async () => {
    const { asked, read } = over({ three: 'm', daemon: 'm' }, () => 0);
    await read();
    await read();
    expect(asked).not.toContain('daemon');
  });

  test('is listed with the pages when it does not answer either, and asked again after half a minute', async () => {
    const { asked, read, pages } = over({}, () => 0);
    expect((await read()).metricsError?.text).toMatch(/^one: nothing there; .*; daemon: nothing there$/);
    await read();
    expect(asked).toHaveLength(4);
    vi.advanceTimersByTime(30_001);
    pages.daemon = 'm';
    expect((await read()).metrics?.from).toBe('daemon');
  });

  test('stands in from the first tick for a page that is swallowed by a firewall, and is remembered in the end', async () => {
    const { asked, read } = over({ two: late, daemon: 'm' }, () => 0);
    for (let tick = 0; tick < 4; tick += 1) expect((await read()).metrics?.from).toBe('daemon');
    expect(asked).toEqual(['one', 'two', 'daemon', 'two', 'daemon', 'two', 'daemon', 'daemon']);
  });

  test('gives way to a page of the member that works later', async () => {
    const { read, pages } = over({ daemon: 'm' }, () => 0);
    await read();
    pages.two = 'm';
    expect((await read()).metrics?.from).toBe('daemon');
    vi.advanceTimersByTime(300_001);
    expect((await read()).metrics?.from).toBe('two');
  });

  test('gives way as soon as the member was away and is back', async () => {
    const { read, pages } = over({ daemon: 'm' }, () => 0);
    await read();
    pages.two = 'm';
    await read(false);
    await read();
    expect((await read()).metrics?.from).toBe('two');
  });

  test('keeps no dead member alive: what it read before the silence is nothing, what it reads later is', async () => {
    let sampledAt = 0;
    const { read } = over({ daemon: 'm' }, () => sampledAt);
    await read();
    sampledAt = performance.now();
    vi.advanceTimersByTime(2_000);
    expect((await read(false)).metricsError?.text).toContain('not sampled since');
    vi.advanceTimersByTime(2_000);
    expect((await read(false)).metricsError).toBeDefined();
    sampledAt = performance.now();
    expect((await read(false)).metrics?.from).toBe('daemon');
  });
});

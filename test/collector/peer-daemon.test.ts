import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { openMemberPage } from '../../src/collector/member-page.ts';
import { createPeerDaemon } from '../../src/collector/peer-daemon.ts';
import { openPeerDaemons } from '../../src/collector/peer-daemons.ts';
import { connectionTo } from '../lab/connection-to.ts';
import { clusterId, daemonSample, memberId } from './member-pages.ts';

const url = 'http://10.0.0.11:8080/member';

describe('the samples of a daemon', () => {
  beforeEach(() => vi.useFakeTimers({ toFake: ['performance', 'Date'] }));
  afterEach(() => vi.useRealTimers());

  /** A daemon whose clock is `ahead` ms before ours; an answer takes `delay` ms. */
  function daemon(ahead = 1_000_000) {
    const theirs = () => performance.now() + ahead;
    let page = openMemberPage(theirs);
    const state = { asked: 0, delay: 0 };
    const reader = createPeerDaemon({
      drop: () => undefined,
      read: async () => {
        state.asked += 1;
        const body = Buffer.from(page.text() ?? '');
        vi.advanceTimersByTime(state.delay);
        return {
          body,
          seconds: 0,
          mono: performance.now(),
          clock: { offsetSeconds: 0, errorSeconds: 1 },
        };
      },
    });
    return {
      state,
      sample: (change?: Parameters<typeof daemonSample>[1]) => {
        vi.advanceTimersByTime(5);
        page.take(daemonSample(theirs() - 5, change), memberId);
      },
      startAgain: () => {
        page = openMemberPage(theirs);
      },
      read: () => reader.read(url, { memberId, clusterId }, 1_000),
    };
  }

  test('come with times of our clock, and both at first, so that the second makes rates', async () => {
    const { sample, read, state } = daemon();
    sample();
    const first = performance.now();
    vi.advanceTimersByTime(15_000);
    sample();
    const second = performance.now();
    vi.advanceTimersByTime(4_000);
    expect(await read()).toMatchObject({
      from: url,
      mono: first,
      relay: { from: 'http://127.0.0.1:2381/metrics', everySeconds: 15 },
      clock: { errorSeconds: 1 },
    });
    vi.advanceTimersByTime(2_000);
    expect((await read()).mono).toBe(second);
    expect(state.asked).toBe(1);
  });

  test('are asked for again when the next is due, and until it is there', async () => {
    const { sample, read, state } = daemon();
    sample();
    const one = await read();
    for (let tick = 0; tick < 7; tick += 1) {
      vi.advanceTimersByTime(2_000);
      expect(await read()).toBe(one);
    }
    expect(state.asked).toBe(1);
    vi.advanceTimersByTime(2_000);
    expect(await read()).toBe(one);
    expect(state.asked).toBe(2);
    sample();
    const two = await read();
    expect(two.mono - one.mono).toBe(16_005);
    expect(two.set.shape).toBe(one.set.shape);
  });

  test('keep their distances when an answer comes late', async () => {
    const { sample, read, state } = daemon();
    state.delay = 400;
    sample();
    const one = await read();
    const theirs = performance.now();
    vi.advanceTimersByTime(15_000);
    state.delay = 0;
    sample();
    const two = await read();
    vi.advanceTimersByTime(15_000);
    state.delay = 400;
    sample();
    const three = await read();
    expect(one.mono).toBeLessThanOrEqual(theirs);
    expect(two.mono - one.mono).toBeGreaterThan(14_900);
    // The quickest answer has told how the clocks stand; drift alone moves that.
    expect(three.mono - two.mono).toBeGreaterThanOrEqual(15_005);
    expect(three.mono - two.mono).toBeLessThan(15_020);
  });

  test('of a daemon that started again are on its new clock', async () => {
    const { sample, read, startAgain } = daemon();
    sample();
    await read();
    vi.advanceTimersByTime(15_000);
    startAgain();
    sample();
    const at = performance.now();
    expect((await read()).mono).toBe(at);
  });

  test('are asked for anew when this machine has slept', async () => {
    const { sample, read, state } = daemon();
    sample();
    await read();
    vi.setSystemTime(Date.now() + 3_600_000);
    await read();
    expect(state.asked).toBe(2);
  });

  test('that are old are none: the daemon hangs, or its loop does', async () => {
    const { sample, read } = daemon();
    sample();
    await read();
    vi.advanceTimersByTime(125_000);
    await expect(read()).rejects.toMatchObject({
      message: 'the etcdoc daemon at 10.0.0.11:8080 last sampled 2m05s ago',
    });
  });

  test('without metrics say what the daemon was told', async () => {
    const { sample, read } = daemon();
    sample({ metrics: undefined, metricsError: { kind: 'refused', text: 'nothing listens on 127.0.0.1:2381' } });
    await expect(read()).rejects.toMatchObject({
      kind: 'refused',
      message: 'the etcdoc daemon at 10.0.0.11:8080 cannot read them either: nothing listens on 127.0.0.1:2381',
    });
  });
});

describe('where a daemon is asked, and how', () => {
  const directory = mkdtempSync(join(tmpdir(), 'etcdoc-token-'));
  const token = join(directory, 'token');
  const closers: (() => void)[] = [];
  afterAll(() => rmSync(directory, { recursive: true, force: true }));
  afterEach(() => {
    for (const close of closers.splice(0)) close();
  });
  const open = (daemons: { port: number; tokenFile?: string }) => {
    const stop = new AbortController();
    const access = openPeerDaemons(connectionTo({ endpoints: [], tls: undefined }, { daemons }), stop.signal);
    if (access === undefined) throw new Error('no daemons');
    closers.push(
      () => access.pages.drop(),
      () => stop.abort(),
    );
    return access;
  };
  const member = { id: memberId, name: 'cp-1', peerUrls: ['https://10.0.0.11:2380'], clientUrls: [], learner: false };

  test.each([
    ['the host that answers', 'https://10.0.0.11:2379', true, ['http://10.0.0.11:8080/member']],
    [
      'a balancer, then the host of the peers',
      'https://vip:2379',
      true,
      ['http://vip:8080/member', 'http://10.0.0.11:8080/member'],
    ],
    [
      'loopback of this host',
      'https://127.0.0.1:2379',
      true,
      ['http://127.0.0.1:8080/member', 'http://10.0.0.11:8080/member'],
    ],
    ['loopback that a remote member advertises', 'https://127.0.0.1:2379', false, ['http://10.0.0.11:8080/member']],
    [
      'an IPv6 address',
      'https://[fd00::11]:2379',
      true,
      ['http://[fd00::11]:8080/member', 'http://10.0.0.11:8080/member'],
    ],
    ['no address', undefined, false, ['http://10.0.0.11:8080/member']],
  ])('%s', (_, endpoint, answers, urls) => expect(open({ port: 8080 }).of(member, endpoint, answers)).toEqual(urls));

  async function served(status: number, headers = {}, body = '{}') {
    const asked: IncomingHttpHeaders[] = [];
    const server = createServer((request, response) => {
      asked.push(request.headers);
      response.writeHead(status, headers).end(body);
    });
    closers.push(() => {
      server.closeAllConnections();
      server.close();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    return { asked, port, at: new URL(`http://127.0.0.1:${port}/member`) };
  }

  test('the token is read from its file each time, as it is renewed there', async () => {
    const { asked, port, at } = await served(200);
    const { pages } = open({ port, tokenFile: token });
    for (const text of ['first\n', 'second']) {
      writeFileSync(token, text);
      await pages.read(at, 5_000);
    }
    expect(asked.map(({ authorization }) => authorization)).toEqual(['Bearer first', 'Bearer second']);
    rmSync(token);
    await expect(pages.read(at, 5_000)).rejects.toMatchObject({
      kind: 'auth',
      message: `cannot read ${token}: ENOENT`,
    });
  });

  test('no redirect is followed with it, and no page above 4 MiB taken', async () => {
    writeFileSync(token, 'first');
    const away = await served(302, { location: 'http://127.0.0.1:1/' });
    const far = open({ port: away.port, tokenFile: token }).pages.read(away.at, 5_000);
    await expect(far).rejects.toMatchObject({ kind: 'http', message: expect.stringContaining('not followed') });
    const big = await served(200, {}, ' '.repeat(5 * 1024 * 1024));
    const read = open({ port: big.port }).pages.read(big.at, 5_000);
    await expect(read).rejects.toMatchObject({
      kind: 'too-large',
      message: expect.stringContaining('larger than 4 MiB'),
    });
  });
});

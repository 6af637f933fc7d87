import { describe, expect, test } from 'vitest';
import { pages } from '../../src/serve/routes.ts';
import { healthyView, troubledView } from '../report/views.ts';
import { boardOf } from './boards.ts';
import { listenerFor } from './listeners.ts';

const get = async (url: string, init?: RequestInit) => {
  const response = await fetch(url, { redirect: 'error', ...init });
  return { status: response.status, headers: response.headers, text: await response.text() };
};

describe('/health', () => {
  const health = async (board: ReturnType<typeof boardOf>) => {
    const { url } = await listenerFor(board);
    const { status, headers, text } = await get(`${url}/health`);
    expect(headers.get('content-type')).toBe('application/json; charset=utf-8');
    return { code: status, ...JSON.parse(text) };
  };

  test('is healthy with 200', async () => {
    expect(await health(boardOf(healthyView()))).toEqual({
      code: 200,
      status: 'healthy',
      last_check: '2026-11-21T14:00:10.000Z',
      alerts: [],
    });
  });

  test('is unhealthy with 503 and says why', async () => {
    const body = await health(boardOf(troubledView()));
    expect(body).toMatchObject({ code: 503, status: 'unhealthy' });
    expect(body.alerts).toContainEqual({
      check: 'wal-fsync-p99',
      metric: 'walFsyncP99',
      message: expect.stringMatching(/WAL fsync p99/),
      severity: 'warning',
      member: 'b\x1b[2Jb',
      since: '2026-11-21T14:00:02.000Z',
      cause: 'slow-disk',
    });
    expect(body.alerts.map(({ check }: { check: string }) => check)).toContain('member-down');
  });

  test('stays healthy with a warning alone', async () => {
    const board = boardOf(troubledView());
    board.firing = board.firing.filter(({ severity }) => severity === 'warning');
    expect(board.firing.length).toBeGreaterThan(0);
    expect(await health(board)).toMatchObject({ code: 200, status: 'healthy' });
  });

  test('is initializing with 503 before the first sample, for what is unknown is not healthy', async () => {
    expect(await health(boardOf())).toEqual({ code: 503, status: 'initializing', last_check: null, alerts: [] });
  });

  test.each([
    ['no sample came for more than three intervals', boardOf(healthyView(), { silentSeconds: () => 6.1 })],
    ['none came since the start', boardOf(undefined, { silentSeconds: () => 6.1 })],
    ['no member answers for long', boardOf({ ...healthyView(), freshness: { state: 'stale' } })],
  ])('is stale with 503 when %s', async (_, board) => {
    expect(await health(board)).toMatchObject({ code: 503, status: 'stale' });
  });
});

describe('the probes', () => {
  test('of liveness look at the loop alone', async () => {
    const board = boardOf({ ...troubledView(), freshness: { state: 'stale' } }, { intervalSeconds: 15 });
    const { url } = await listenerFor(board);
    expect(await get(`${url}/livez`)).toMatchObject({ status: 200, text: 'ok\n' });
    board.silentSeconds = () => 74;
    expect((await get(`${url}/livez`)).status).toBe(200);
    board.silentSeconds = () => 76;
    expect((await get(`${url}/livez`)).status).toBe(503);
  });

  test('of liveness say which member is here, in nothing but its id', async () => {
    const memberOf = async (localId: string | undefined) => {
      const { url } = await listenerFor(boardOf(healthyView(), { localId }));
      const { status, headers } = await fetch(`${url}/livez`);
      expect(status).toBe(200);
      return headers.get('etcdoc-member');
    };
    expect(await memberOf('8e9e05c52164694d')).toBe('8e9e05c52164694d');
    expect(await memberOf(undefined)).toBeNull();
    expect(await memberOf('a\r\nX-Evil: 1')).toBeNull();
  });

  test('of readiness wait for the first sample, whatever it says', async () => {
    const board = boardOf();
    const { url } = await listenerFor(board);
    expect(await get(`${url}/readyz`)).toMatchObject({ status: 503, text: 'no sample yet\n' });
    board.view = troubledView();
    expect(await get(`${url}/readyz`)).toMatchObject({ status: 200, text: 'ok\n' });
  });
});

describe('/member', () => {
  test('is what is given', async () => {
    let page: string | undefined;
    const { url } = await listenerFor(boardOf(healthyView()), { memberPage: () => page });
    expect(await get(`${url}/member`)).toMatchObject({ status: 503, text: expect.stringMatching(/^no sample .*\n$/) });
    page = '{"member":1}\n';
    expect(await get(`${url}/member`)).toMatchObject({ status: 200, text: page });
  });

  test('that fails is one sentence without the reason', async () => {
    const { url, traffic } = await listenerFor(boardOf(healthyView()), {
      memberPage: () => {
        throw new Error('secret');
      },
    });
    expect(await get(`${url}/member`)).toMatchObject({ status: 500, text: 'this page failed\n' });
    expect(traffic.refused.get('failed')).toBe(1);
  });
});

describe('/', () => {
  test('links to every page and names what is watched, with nothing that a browser runs', async () => {
    const { url } = await listenerFor(boardOf(troubledView('<script>alert(1)</script>')));
    const { status, headers, text } = await get(`${url}/`);
    expect(status).toBe(200);
    expect(headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
    for (const { path } of pages) expect(text).toContain(`<a href="${path}">`);
    expect(text).toContain('etcdoc 9.9.9');
    expect(text).toContain('On node-1, watching the whole cluster every 2 s: cluster cdf818194e3a8c32');
    expect(text).not.toContain('<script');
    expect(text).toContain('&lt;script&gt;');
  });

  test('says before the first sample that there is none', async () => {
    const { url } = await listenerFor(boardOf());
    expect((await get(`${url}/`)).text).toContain('nothing yet');
  });
});

describe('every page', () => {
  test('answers HEAD like GET without the body', async () => {
    const { port } = await listenerFor(boardOf(healthyView()), { memberPage: () => '{}' });
    for (const { path } of pages) {
      const whole = await get(`http://127.0.0.1:${port}${path}`);
      const head = await get(`http://127.0.0.1:${port}${path}`, { method: 'HEAD' });
      expect(head.status).toBe(whole.status);
      expect(head.headers.get('content-type')).toBe(whole.headers.get('content-type'));
      expect(Number(head.headers.get('content-length'))).toBeGreaterThan(0);
      expect(head.text).toBe('');
    }
  });

  test('is for no other origin and not to be guessed or kept', async () => {
    const { url } = await listenerFor(boardOf(healthyView()), { memberPage: () => '{}' });
    for (const path of [...pages.map((page) => page.path), '/nothing']) {
      const { headers } = await get(`${url}${path}`, { headers: { Origin: 'https://elsewhere.example' } });
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('cache-control')).toBe('no-store');
      expect(headers.get('access-control-allow-origin')).toBeNull();
    }
  });
});

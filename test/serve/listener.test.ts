import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { get as httpsGet } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect as tlsConnect } from 'node:tls';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ListenError } from '../../src/serve/listen-error.ts';
import { type ListenerOptions, openListener } from '../../src/serve/listener.ts';
import { type Authority, createAuthority, type Pem, serverCertificate } from '../lab/certificates.ts';
import { eventually } from '../lab/wait.ts';
import { healthyView } from '../report/views.ts';
import { boardOf } from './boards.ts';
import { listenerFor } from './listeners.ts';
import { exchange, hold } from './raw.ts';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'etcdoc-listener-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

const fails = async (options: Partial<ListenerOptions>) => {
  const given = { listen: { host: '127.0.0.1', port: 0 }, version: '9.9.9', ...options };
  const error = await openListener(given, boardOf(), { memberPage: () => undefined }).catch((failure) => failure);
  expect(error).toBeInstanceOf(ListenError);
  return (error as Error).message;
};

describe('an address that cannot be had', () => {
  test('because it is taken', async () => {
    const { port } = await listenerFor(boardOf());
    expect(await fails({ listen: { host: '127.0.0.1', port } })).toMatch(
      new RegExp(`^cannot listen on 127\\.0\\.0\\.1:${port}: the port is taken; .* --listen$`),
    );
  });

  test('because the host has none such', async () => {
    expect(await fails({ listen: { host: '192.0.2.1', port: 0 } })).toBe(
      'cannot listen on 192.0.2.1:0: this host has no such address',
    );
  });

  test('because the name means nothing', async () => {
    expect(await fails({ listen: { host: 'no-such-host.invalid', port: 0 } })).toBe(
      'cannot listen on no-such-host.invalid:0: no-such-host.invalid does not resolve to an address',
    );
  });
});

test('closing lets an answer under way end and lets go of the rest', async () => {
  const listener = await openListener(
    { listen: { host: '127.0.0.1', port: 0 }, version: '1' },
    boardOf(healthyView()),
    {
      memberPage: () => undefined,
    },
  );
  const { port } = listener.address;
  const [idle, silent] = [await hold(port, 'GET /livez HTTP/1.1\r\nHost: x\r\n\r\n'), await hold(port)];
  await eventually(() => idle.received().endsWith('ok\n'));
  await listener.close(200);
  await eventually(() => idle.closed && silent.closed, { what: 'both are closed' });
  const again = await openListener({ listen: { host: '127.0.0.1', port }, version: '1' }, boardOf(), {
    memberPage: () => undefined,
  });
  await again.close();
});

describe('a token', () => {
  const file = () => join(directory, 'token');
  const status = async (url: string, path: string, authorization?: string) =>
    (await fetch(`${url}${path}`, authorization === undefined ? {} : { headers: { authorization } })).status;

  test('opens every page, and only the probes are open without', async () => {
    writeFileSync(file(), 'right\n');
    const { url, traffic } = await listenerFor(boardOf(healthyView()), { tokenFile: file(), memberPage: () => '{}' });
    for (const path of ['/', '/health', '/metrics', '/member']) {
      expect(await status(url, path)).toBe(401);
      for (const wrong of ['Bearer wrong', 'Bearer ', 'Bearer', 'right', 'Basic right', 'Bearer right2', 'Bearer righ'])
        expect(await status(url, path, wrong), wrong).toBe(401);
      expect(await status(url, path, 'Bearer right')).toBe(200);
      expect(await status(url, path, 'bearer right')).toBe(200);
    }
    for (const path of ['/livez', '/readyz']) expect(await status(url, path)).toBe(200);
    expect(traffic.refused.get('unauthorized')).toBe(32);
    expect((await fetch(`${url}/metrics`)).headers.get('www-authenticate')).toBe('Bearer');
  });

  test('is read again when it changes, also behind links as in mounted secrets', async () => {
    for (const [version, token] of [
      ['v1', 'first'],
      ['v2', 'second'],
    ] as const)
      writeFileSync(join(directory, version), token);
    symlinkSync('v1', join(directory, 'token'));
    const { url, refresh } = await listenerFor(boardOf(healthyView()), { tokenFile: file() });
    expect(await status(url, '/health', 'Bearer first')).toBe(200);
    symlinkSync('v2', join(directory, 'next'));
    renameSync(join(directory, 'next'), file());
    refresh();
    expect(await status(url, '/health', 'Bearer first')).toBe(401);
    expect(await status(url, '/health', 'Bearer second')).toBe(200);
  });

  test('stays in force while its file is gone or empty, and that is said', async () => {
    writeFileSync(file(), 'right');
    const { url, refresh, problems } = await listenerFor(boardOf(healthyView()), { tokenFile: file() });
    for (const spoil of [() => writeFileSync(file(), '\n'), () => rmSync(file())]) {
      spoil();
      refresh();
      expect(problems()).toEqual([expect.stringMatching(/token.*; the last good one stays in use$/)]);
      expect(await status(url, '/health')).toBe(401);
      expect(await status(url, '/health', 'Bearer right')).toBe(200);
    }
    writeFileSync(file(), 'right');
    refresh();
    expect(problems()).toEqual([]);
  });

  test.each([
    ['is missing', undefined, /^cannot read .*token: no such file$/],
    ['is empty', ' \n', /token holds no token$/],
    ['holds two lines', 'a\nb\n', /token holds more than one token of printable characters$/],
  ])('whose file %s at the start is an error', async (_, content, message) => {
    if (content !== undefined) writeFileSync(file(), content);
    expect(await fails({ tokenFile: file() })).toMatch(message);
  });
});

describe('TLS', () => {
  const write = (pem: Pem, name = 'tls') => {
    const files = { cert: join(directory, `${name}.crt`), key: join(directory, `${name}.key`) };
    writeFileSync(files.cert, pem.cert);
    writeFileSync(files.key, pem.key);
    return files;
  };
  const ask = (url: string, { pem }: Authority) =>
    new Promise<number | undefined>((resolve, reject) => {
      httpsGet(url, { ca: pem, agent: false }, (response) => {
        response.resume();
        resolve(response.statusCode);
      }).on('error', reject);
    });

  test('is served, and its files are read again when they change', async () => {
    const [one, other] = [await createAuthority('one'), await createAuthority('other')];
    const tls = write(await serverCertificate(one));
    const { url, port, traffic, refresh, problems } = await listenerFor(boardOf(healthyView()), { tls });
    expect(await ask(`${url}/health`, one)).toBe(200);
    expect(await exchange(port, 'GET /health HTTP/1.1\r\nHost: x\r\n\r\n')).not.toContain('200');
    expect(traffic.refused.get('tls')).toBe(1);

    const next = await serverCertificate(other);
    writeFileSync(tls.cert, next.cert);
    refresh();
    expect(problems()).toEqual([
      expect.stringMatching(/tls\.key is not the key of .*; the last good one stays in use$/),
    ]);
    expect(await ask(`${url}/health`, one)).toBe(200);
    writeFileSync(tls.key, next.key);
    refresh();
    expect(problems()).toEqual([]);
    expect(await ask(`${url}/health`, other)).toBe(200);
    await expect(ask(`${url}/health`, one)).rejects.toThrow();
  });

  test('is not spoken in versions that are broken', async () => {
    const tls = write(await serverCertificate(await createAuthority()));
    const { port } = await listenerFor(boardOf(healthyView()), { tls });
    const code = await new Promise((resolve) => {
      const options = {
        host: '127.0.0.1',
        port,
        maxVersion: 'TLSv1.1',
        minVersion: 'TLSv1',
        rejectUnauthorized: false,
      } as const;
      tlsConnect({ ...options, ciphers: 'DEFAULT@SECLEVEL=0' }, () => resolve('connected')).on('error', () =>
        resolve('refused'),
      );
    });
    expect(code).toBe('refused');
  });

  test('ends well for whoever asks for a tunnel and breaks off', async () => {
    const authority = await createAuthority();
    const tls = write(await serverCertificate(authority));
    const { url, port, traffic } = await listenerFor(boardOf(healthyView()), { tls });
    const sockets = await Promise.all(
      Array.from({ length: 10 }, async () => {
        const raw = await hold(port);
        const socket = tlsConnect({ socket: raw, rejectUnauthorized: false });
        socket.on('error', () => {});
        socket.write('CONNECT a:1 HTTP/1.1\r\nHost: a\r\n\r\n', () => raw.resetAndDestroy());
        return socket;
      }),
    );
    await eventually(() => traffic.openConnections === 0, { what: 'all are gone' });
    for (const socket of sockets) socket.destroy();
    expect(await ask(`${url}/livez`, authority)).toBe(200);
  });

  test('that stalls in the handshake loses its connection', async () => {
    const tls = write(await serverCertificate(await createAuthority()));
    const { port, traffic } = await listenerFor(boardOf(healthyView()), { tls, limits: { headersMs: 200 } });
    await Promise.all(Array.from({ length: 5 }, () => hold(port, '\x16\x03\x01')));
    await eventually(() => traffic.openConnections === 0, { what: 'stalled handshakes end' });
    expect(traffic.refused.get('tls')).toBe(5);
  });

  test('with files that do not fit is an error that names them', async () => {
    const authority = await createAuthority();
    const [one, two] = [
      write(await serverCertificate(authority), 'one'),
      write(await serverCertificate(authority), 'two'),
    ];
    expect(await fails({ tls: { cert: one.cert, key: two.key } })).toMatch(/two\.key is not the key of .*one\.crt$/);
    expect(await fails({ tls: { cert: one.cert, key: join(directory, 'none') } })).toMatch(/none: no such file$/);
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    writeFileSync(two.key, privateKey.export({ type: 'pkcs8', format: 'pem' }));
    expect(await fails({ tls: { cert: one.cert, key: two.key } })).toMatch(/two\.key is not the key of .*one\.crt$/);
    expect(await fails({ tls: { cert: one.key, key: one.key } })).toMatch(/cannot be used for TLS/);
  });
});

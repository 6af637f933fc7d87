import { X509Certificate } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { connect, createServer, type TlsOptions } from 'node:tls';
import { expect, test } from 'vitest';
import {
  type Authority,
  clientCertificate,
  createAuthority,
  expired,
  expiresSoon,
  type Pem,
  serverCertificate,
  wrongNameCertificate,
} from './certificates.ts';

test('client and server trust each other through their authority', async () => {
  const authority = await createAuthority();
  const server = await serverCertificate(authority, { names: ['10.0.0.1', 'etcd-1.example'] });
  expect(await handshake(authority, server, await clientCertificate(authority))).toBe('etcdoc-lab');
  const read = new X509Certificate(server.cert);
  for (const name of ['localhost', 'etcd-1.example']) expect(read.checkHost(name)).toBe(name);
  for (const ip of ['127.0.0.1', '::1', '10.0.0.1']) expect(read.checkIP(ip)).toBe(ip);
});

test('each faulty certificate fails with the fault it is made for', async () => {
  const authority = await createAuthority();
  const client = await clientCertificate(authority);
  const failing = async (server: Pem) => handshake(authority, server, client);
  await expect(failing(await serverCertificate(authority, expired()))).rejects.toMatchObject({
    code: 'CERT_HAS_EXPIRED',
  });
  await expect(failing(await wrongNameCertificate(authority))).rejects.toMatchObject({
    code: 'ERR_TLS_CERT_ALTNAME_INVALID',
  });
  const stranger = await createAuthority('another CA');
  await expect(failing(await serverCertificate(stranger))).rejects.toMatchObject({
    code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  });
});

test('a soon-expiring, a nameless and a server-only certificate', async () => {
  const authority = await createAuthority();
  const soon = new X509Certificate((await clientCertificate(authority, expiresSoon(3))).cert);
  expect(Math.round((soon.validToDate.getTime() - Date.now()) / 86_400_000)).toBe(3);
  expect(new X509Certificate((await clientCertificate(authority, { commonName: '' })).cert).subject).not.toContain(
    'CN=',
  );
  expect(new X509Certificate((await serverCertificate(authority, { usage: ['server'] })).cert).keyUsage).toEqual([
    '1.3.6.1.5.5.7.3.1',
  ]);
});

/** A mutual handshake over loopback; gives the client's common name as the server saw it. */
async function handshake(authority: Authority, serverPem: Pem, clientPem: Pem): Promise<string> {
  const options: TlsOptions = { ...serverPem, ca: authority.pem, requestCert: true, rejectUnauthorized: true };
  const server = createServer(options, (socket) => {
    socket.on('error', () => undefined);
    socket.end(String(socket.getPeerCertificate().subject.CN));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  try {
    return await new Promise((resolve, reject) => {
      const socket = connect({ port, host: '127.0.0.1', ca: authority.pem, ...clientPem });
      socket.on('data', (data) => resolve(data.toString()));
      socket.on('error', reject);
    });
  } finally {
    server.close();
  }
}

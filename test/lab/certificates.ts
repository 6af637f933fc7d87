import 'reflect-metadata';
import { webcrypto } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { join } from 'node:path';
import * as x509 from '@peculiar/x509';

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
const day = 86_400_000;

x509.cryptoProvider.set(webcrypto as never);

export type Pem = { readonly cert: string; readonly key: string };
export type PemFiles = { readonly cert: string; readonly key: string };
export type Authority = { readonly pem: string; readonly name: string; readonly keys: webcrypto.CryptoKeyPair };
export type Usage = 'server' | 'client';

export type CertificateOptions = {
  /** Common name of the subject; the empty string leaves it out. */
  readonly commonName?: string | undefined;
  /** DNS names and IP addresses; by default the loopback ones. */
  readonly names?: readonly string[] | undefined;
  readonly usage?: readonly Usage[] | undefined;
  /** Days from now at which validity begins and ends; negative is past. */
  readonly fromDays?: number | undefined;
  readonly untilDays?: number | undefined;
};

/** The names a server on loopback is called by. */
export const loopbackNames: readonly string[] = ['localhost', '127.0.0.1', '::1'];

/** A new certificate authority (EC P-256). Two of them do not trust each other: that is the wrong-CA case. */
export async function createAuthority(name = 'etcdoc lab CA'): Promise<Authority> {
  const keys = await generateKeys();
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    name: `CN=${name}`,
    keys,
    notBefore: new Date(Date.now() - 30 * day),
    notAfter: new Date(Date.now() + 3650 * day),
    signingAlgorithm: algorithm,
    extensions: [
      new x509.BasicConstraintsExtension(true, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
    ],
  });
  return { pem: `${certificate.toString('pem')}\n`, name: certificate.subject, keys };
}

/** A server certificate for loopback and `names`; may also act as a client, as etcd's JSON gateway needs, unless `usage` says otherwise. */
export function serverCertificate(authority: Authority, options: CertificateOptions = {}): Promise<Pem> {
  const names = [...loopbackNames, ...(options.names ?? [])];
  return issue(authority, { usage: ['server', 'client'], commonName: 'etcd', ...options, names });
}

/** A client certificate; its common name is what etcd takes for the user when authentication is on. */
export function clientCertificate(authority: Authority, options: CertificateOptions = {}): Promise<Pem> {
  return issue(authority, { usage: ['client'], commonName: 'etcdoc-lab', names: [], ...options });
}

/** The same certificate, over since `daysAgo` days. */
export function expired(daysAgo = 1): CertificateOptions {
  return { fromDays: -daysAgo - 30, untilDays: -daysAgo };
}

/** The same certificate, ending in `days` days. */
export function expiresSoon(days = 3): CertificateOptions {
  return { untilDays: days };
}

/** A server certificate that is good in all but its names. */
export function wrongNameCertificate(authority: Authority): Promise<Pem> {
  return issue(authority, {
    usage: ['server', 'client'],
    commonName: 'elsewhere',
    names: ['elsewhere.invalid', '192.0.2.1'],
  });
}

/** Writes `<name>.crt` and `<name>.key` (0600) and gives their paths. */
export function writePem(directory: string, name: string, pem: Pem): PemFiles {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const files = { cert: join(directory, `${name}.crt`), key: join(directory, `${name}.key`) };
  writeFileSync(files.cert, pem.cert);
  writeFileSync(files.key, pem.key, { mode: 0o600 });
  return files;
}

/** Writes the authority's certificate and gives its path. */
export function writeAuthority(directory: string, authority: Authority, name = 'ca'): string {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const file = join(directory, `${name}.crt`);
  writeFileSync(file, authority.pem);
  return file;
}

async function issue(authority: Authority, options: CertificateOptions): Promise<Pem> {
  const { commonName = '', names = [], usage = ['client'], fromDays = -1, untilDays = 365 } = options;
  const keys = await generateKeys();
  const purposes = usage.map((one) =>
    one === 'server' ? x509.ExtendedKeyUsage.serverAuth : x509.ExtendedKeyUsage.clientAuth,
  );
  const extensions: x509.Extension[] = [
    new x509.BasicConstraintsExtension(false, undefined, true),
    new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
    new x509.ExtendedKeyUsageExtension(purposes),
  ];
  if (names.length > 0) {
    const general = [...new Set(names)].map((value) => ({ type: isIP(value) > 0 ? 'ip' : 'dns', value }) as const);
    extensions.push(new x509.SubjectAlternativeNameExtension(general));
  }
  const certificate = await x509.X509CertificateGenerator.create({
    subject: [{ O: ['etcdoc lab'] }, ...(commonName === '' ? [] : [{ CN: [commonName] }])],
    issuer: authority.name,
    publicKey: keys.publicKey,
    signingKey: authority.keys.privateKey,
    signingAlgorithm: algorithm,
    notBefore: new Date(Date.now() + fromDays * day),
    notAfter: new Date(Date.now() + untilDays * day),
    extensions,
  });
  const key = await webcrypto.subtle.exportKey('pkcs8', keys.privateKey);
  return { cert: `${certificate.toString('pem')}\n`, key: `${x509.PemConverter.encode(key, 'PRIVATE KEY')}\n` };
}

function generateKeys(): Promise<webcrypto.CryptoKeyPair> {
  return webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
}

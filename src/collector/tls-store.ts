import { X509Certificate } from 'node:crypto';
import { createSecureContext, type SecureContext } from 'node:tls';
import { isKeyOf } from '../files/key-pair.ts';
import { type WatchedFiles, watchFiles } from '../files/watched-files.ts';
import type { TlsFiles } from './connection.ts';
import { EtcdError } from './etcd-error.ts';

/** The TLS files as last read whole: one generation, never a mixture of two. */
export type TlsMaterial = {
  readonly files: TlsFiles;
  /** Undefined when no file is named: Node's own authorities, no client certificate. */
  readonly context: SecureContext | undefined;
  readonly ownCertificate: X509Certificate | undefined;
};

/** The TLS files, read again when they change on disk. What cannot be read or does not fit together is left for the next look. */
export type TlsStore = WatchedFiles<TlsMaterial>;

/** Reads the files for the first time; throws an EtcdError that names the file. */
export function openTlsStore(files: TlsFiles): TlsStore {
  if ((files.cert === undefined) !== (files.key === undefined)) {
    const [present, missing] = files.cert === undefined ? ['key', 'certificate'] : ['certificate', 'key'];
    throw new EtcdError('tls', `a client ${present} is given without its ${missing}: --cert and --key go together`);
  }
  const watched = watchFiles({
    paths: [files.ca, files.cert, files.key],
    make: ([ca, cert, key]) => materialOf(files, { ca, cert, key }),
    unreadable: (message, cause) => new EtcdError('tls', message, { cause }),
  });
  return {
    ...watched,
    problem: () => {
      const why = watched.problem();
      return why && `TLS files changed but cannot be used yet, the last good ones stay in use: ${why}`;
    },
  };
}

function materialOf(files: TlsFiles, { ca, cert, key }: Contents): TlsMaterial {
  if (ca === undefined && cert === undefined) return { files, context: undefined, ownCertificate: undefined };
  if (ca !== undefined) parse(ca, files.ca);
  const ownCertificate = cert === undefined ? undefined : parse(cert, files.cert);
  const context = contextOf(files, { ca, cert, key });
  if (key !== undefined && ownCertificate !== undefined && !isKeyOf(key, ownCertificate))
    throw new EtcdError('tls', notItsKey(files));
  return { files, context, ownCertificate };
}

type Contents = { readonly [file in 'ca' | 'cert' | 'key']: Buffer | undefined };

function contextOf(files: TlsFiles, { ca, cert, key }: Contents): SecureContext {
  try {
    return createSecureContext({
      ...(ca === undefined ? {} : { ca }),
      ...(cert === undefined ? {} : { cert }),
      ...(key === undefined ? {} : { key }),
      minVersion: 'TLSv1.2',
    });
  } catch (error) {
    throw new EtcdError('tls', whyNoContext(error, files), { cause: error });
  }
}

const notItsKey = (files: TlsFiles): string => `${files.key} is not the key of ${files.cert}`;

function whyNoContext(error: unknown, files: TlsFiles): string {
  const { code = '', message } = error as NodeJS.ErrnoException;
  if (code === 'ERR_OSSL_X509_KEY_VALUES_MISMATCH') return notItsKey(files);
  if (/PASSPHRASE|PASSWORD|BAD_DECRYPT/i.test(`${code} ${message}`))
    return `${files.key} is encrypted, which is not supported`;
  return `${files.key ?? files.ca} cannot be used: ${message}`;
}

function parse(pem: Buffer, path: string | undefined): X509Certificate {
  try {
    return new X509Certificate(pem);
  } catch (error) {
    throw new EtcdError('tls', `${path} holds no certificate in PEM form`, { cause: error });
  }
}

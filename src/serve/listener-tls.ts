import { X509Certificate } from 'node:crypto';
import { createSecureContext } from 'node:tls';
import { isKeyOf } from '../files/key-pair.ts';
import { type WatchedFiles, watchFiles } from '../files/watched-files.ts';
import { ListenError, unreadable } from './listen-error.ts';

/** Paths of the listener's certificate (with its chain) and key, PEM. */
export type ListenerTlsFiles = { readonly cert: string; readonly key: string };

export type ListenerTls = WatchedFiles<{ readonly cert: Buffer; readonly key: Buffer; readonly minVersion: 'TLSv1.2' }>;

/** Reads certificate and key as a pair; throws a ListenError when they are no pair. */
export function openListenerTls({ cert: certPath, key: keyPath }: ListenerTlsFiles): ListenerTls {
  const make = ([cert, key]: readonly (Buffer | undefined)[]) => {
    if (!cert || !key) throw new ListenError('a listener with TLS needs a certificate and its key');
    const options = { cert, key, minVersion: 'TLSv1.2' } as const;
    const notItsKey = `${keyPath} is not the key of ${certPath}`;
    try {
      createSecureContext(options);
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      const mismatch = code === 'ERR_OSSL_X509_KEY_VALUES_MISMATCH';
      const why = mismatch ? notItsKey : `${certPath} and ${keyPath} cannot be used for TLS: ${message}`;
      throw new ListenError(why, { cause: error });
    }
    if (!isKeyOf(key, new X509Certificate(cert))) throw new ListenError(notItsKey);
    return options;
  };
  return watchFiles({ paths: [certPath, keyPath], make, unreadable });
}

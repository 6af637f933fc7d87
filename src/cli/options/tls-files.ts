import { accessSync, constants, statSync } from 'node:fs';
import { UsageError } from '../usage-error.ts';
import { fileTrouble } from './config-file.ts';
import type { Settings } from './read-settings.ts';
import type { Sourced } from './sourced.ts';

/** Refuses TLS files that are missing or unreadable, and a certificate without its key, before anything is asked of etcd. */
export function checkTls({ cacert, cert, key }: Settings): void {
  for (const file of [cacert, cert, key]) if (file !== undefined) checkReadable(file);
  if (cert && !key) throw new UsageError(cert.from, 'the certificate has no key', 'give its key with --key');
  if (key && !cert) throw new UsageError(key.from, 'the key has no certificate', 'give its certificate with --cert');
}

/** Refuses a file that is missing or unreadable. */
export function checkReadable({ value, from }: Sourced<string>): void {
  try {
    accessSync(value, constants.R_OK);
    if (statSync(value).isDirectory()) throw Object.assign(new Error(), { code: 'EISDIR' });
  } catch (error) {
    throw new UsageError(from, `cannot read ${value}`, fileTrouble((error as NodeJS.ErrnoException).code));
  }
}

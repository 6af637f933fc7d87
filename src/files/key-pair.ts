import { createPrivateKey, type X509Certificate } from 'node:crypto';

/** Whether a key in PEM is that of a certificate. OpenSSL takes two of different kinds together, and then shows no certificate. */
export function isKeyOf(key: Buffer, certificate: X509Certificate): boolean {
  return certificate.checkPrivateKey(createPrivateKey(key));
}

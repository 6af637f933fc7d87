import type { X509Certificate } from 'node:crypto';
import type { TlsMaterial } from './tls-store.ts';

const untrusted = new Set([
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'CERT_SIGNATURE_FAILURE',
  'CERT_UNTRUSTED',
  'INVALID_CA',
]);

/** Why the certificate a server showed was not accepted; `code` is OpenSSL's verification result. */
export function rejectedServer(
  code: string,
  host: string,
  certificate: X509Certificate | undefined,
  tls: TlsMaterial,
): string {
  const shown = `the certificate of ${host}${certificate === undefined ? '' : ` (${oneLine(certificate.subject)})`}`;
  if (untrusted.has(code)) {
    const by = tls.files.ca ?? 'any authority known here';
    const issuer = certificate === undefined ? '' : `; it was issued by ${oneLine(certificate.issuer)}`;
    return `${shown} is not signed by ${by}${issuer}: give that CA with --cacert`;
  }
  if (code === 'CERT_HAS_EXPIRED') {
    const over = certificate !== undefined && Date.parse(certificate.validTo) < Date.now();
    return over
      ? `${shown} expired on ${day(certificate.validTo)}: renew it on that member`
      : `a CA certificate behind ${shown} has expired: renew the CA`;
  }
  if (code === 'CERT_NOT_YET_VALID')
    return `${shown} is not valid before ${day(certificate?.validFrom ?? '')}: compare the clocks`;
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') {
    const names = certificate?.subjectAltName?.replaceAll(/IP Address:|DNS:/g, '');
    return `${shown} is not for that name: it names ${names ?? 'no host at all'}: use one of these as endpoint, or renew it with this one`;
  }
  return `${shown} was not accepted: ${code}`;
}

/** Why a server refused us by a TLS alert, found by looking at our own certificate: servers name the reason vaguely or wrongly. */
export function refusedCertificate(code: string, message: string, tls: TlsMaterial | undefined): string | undefined {
  const alert = /ALERT_([A-Z_]+)|alert (?:number )?(\d+)/.exec(`${code} ${message}`);
  if (alert === null || tls === undefined) return undefined;
  const name = alert[1] ?? alertNames[alert[2] ?? ''] ?? `alert ${alert[2]}`;
  const { ownCertificate: own, files } = tls;
  if (/PROTOCOL_VERSION/.test(name)) return 'the server speaks no TLS version that is accepted here (1.2 or later)';
  if (!/CERT|UNKNOWN_CA|HANDSHAKE_FAILURE|ACCESS_DENIED/.test(name)) return undefined;
  if (own === undefined)
    return `the server wants a client certificate: give one with --cert and --key (${words(name)})`;
  if (Date.parse(own.validTo) < Date.now())
    return `our client certificate ${files.cert} expired on ${day(own.validTo)}: renew it`;
  if (Date.parse(own.validFrom) > Date.now()) {
    return `our client certificate ${files.cert} is not valid before ${day(own.validFrom)}: compare the clocks`;
  }
  return `the server does not accept our client certificate ${files.cert}, issued by ${oneLine(own.issuer)} (${words(name)}): give one of the CA that it trusts`;
}

const alertNames: Readonly<Record<string, string>> = {
  40: 'HANDSHAKE_FAILURE',
  42: 'BAD_CERTIFICATE',
  43: 'UNSUPPORTED_CERTIFICATE',
  44: 'CERTIFICATE_REVOKED',
  45: 'CERTIFICATE_EXPIRED',
  46: 'CERTIFICATE_UNKNOWN',
  48: 'UNKNOWN_CA',
  49: 'ACCESS_DENIED',
  70: 'PROTOCOL_VERSION',
  116: 'CERTIFICATE_REQUIRED',
};

function words(name: string): string {
  return name.toLowerCase().replaceAll('_', ' ');
}

function day(date: string): string {
  const at = Date.parse(date);
  return Number.isNaN(at) ? 'an unknown date' : new Date(at).toISOString().slice(0, 10);
}

function oneLine(name: string): string {
  return name.split('\n').join(', ');
}

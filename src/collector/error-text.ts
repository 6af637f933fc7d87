import { errorMessage } from '../text/error-message.ts';
import { EtcdError } from './etcd-error.ts';
import { refusedCertificate } from './tls-error-text.ts';
import type { TlsMaterial } from './tls-store.ts';

/** What is known about the connection that failed. */
export type FailureContext = {
  readonly url: URL;
  readonly tls: TlsMaterial | undefined;
  /** Whether the server had sent anything; a silent close often means the wrong scheme. */
  readonly spoke?: boolean | undefined;
};

/** Turns a failure of a socket, of TLS or of HTTP into one sentence that says what to do. */
export function explainFailure(error: unknown, context: FailureContext): EtcdError {
  if (error instanceof EtcdError) return error;
  const { code, message, data } = root(error);
  const { url } = context;
  const say = (kind: EtcdError['kind'], text: string) => new EtcdError(kind, text, { cause: error });
  const refused = refusedCertificate(code, message, context.tls);
  if (refused !== undefined) return say('tls', refused);
  const where = url.host;
  if (/WRONG_VERSION_NUMBER|wrong version number|PACKET_LENGTH_TOO_LONG|HTTP_REQUEST/.test(`${code} ${message}`)) {
    return say('tls', `${where} does not speak TLS: try http://${where}`);
  }
  switch (code) {
    case 'ECONNREFUSED':
      return say('refused', `connection refused (nothing listens on ${where})`);
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
    case 'EAI_FAIL':
    case 'EAI_NODATA':
      return say('dns', `${url.hostname} does not resolve (${code})`);
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
    case 'EHOSTDOWN':
    case 'ENETDOWN':
    case 'EADDRNOTAVAIL':
      return say('refused', `no route to ${where} (${code})`);
    case 'ETIMEDOUT':
      return say('timeout', `connection timed out (${where} did not answer)`);
    case 'EACCES':
    case 'EPERM':
      return say('refused', `not permitted to connect to ${where} from here (${code})`);
    case 'EMFILE':
    case 'ENFILE':
      return say('other', `this process has no file descriptors left (${code})`);
    case 'HPE_HEADER_OVERFLOW':
    case 'UND_ERR_HEADERS_OVERFLOW':
      return say('too-large', `${where} sent more than 16 KiB of HTTP headers`);
    case 'ECONNRESET':
    case 'EPIPE':
    case 'ECONNABORTED':
    case 'UND_ERR_SOCKET':
    case 'ERR_SOCKET_CLOSED':
      return say('reset', closed(context));
  }
  if (isHttp2(data)) {
    const text = `${where} speaks gRPC only, no HTTP/1: its metrics are elsewhere, as a rule on port 2381 or 2382`;
    return say('http', `${text} (--metrics-urls)`);
  }
  if (/does not match the HTTP/.test(message)) return say('http', `what answers on ${where} does not speak HTTP`);
  if (code.startsWith('HPE_') || code.startsWith('UND_ERR_RES')) {
    return say('http', `${where} gave a malformed or incomplete HTTP answer (${message})`);
  }
  if (/SSL|TLS|EPROTO|OSSL/.test(code)) return say('tls', `the TLS handshake with ${where} failed: ${message}`);
  return say('other', `${where}: ${message}`);
}

/** A server that speaks HTTP/2 alone begins with a SETTINGS frame (type 4), whatever it was asked. */
function isHttp2(data: string): boolean {
  return data.startsWith('\0\0') && data.charCodeAt(3) === 4;
}

/** The sentence for a connection that ended without an answer. */
export function closed({ url, spoke }: FailureContext): string {
  const hint = url.protocol === 'http:' && spoke !== true ? `; if it wants TLS, try https://${url.host}` : '';
  return `${url.host} closed the connection without an answer${hint}`;
}

/** The innermost error that carries a code; several failed addresses count as their first. */
function root(error: unknown): { code: string; message: string; data: string } {
  let found = { code: '', message: errorMessage(error), data: '' };
  let next: unknown = error;
  for (let depth = 0; depth < 8 && next instanceof Error; depth += 1) {
    const { code, message, cause, data } = next as NodeJS.ErrnoException & { cause?: unknown; data?: unknown };
    if (typeof code === 'string') found = { ...found, code, message };
    if (typeof data === 'string') found = { ...found, data };
    next = next instanceof AggregateError && next.errors.length > 0 ? next.errors[0] : cause;
  }
  return found;
}

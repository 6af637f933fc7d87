import { hostPort } from '../text/host.ts';

/** Why nothing can be listened on, in one sentence that says what to do. */
export class ListenError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'ListenError';
  }
}

/** For a file that the listener needs. */
export const unreadable = (message: string, cause: unknown): ListenError => new ListenError(message, { cause });

/** The sentence for what the system said. */
export function listenError(error: unknown, { host, port }: { readonly host: string; readonly port: number }) {
  const { code = 'unknown error' } = error as NodeJS.ErrnoException;
  return new ListenError(sentence(code, host, port), { cause: error });
}

function sentence(code: string, host: string, port: number): string {
  const where = hostPort(host, port);
  switch (code) {
    case 'EADDRINUSE':
      return `cannot listen on ${where}: the port is taken; stop what holds it (ss -ltnp) or name another port with --listen`;
    case 'EACCES':
      return `cannot listen on ${where}: permission denied; ports below 1024 need a privilege, name a higher one with --listen`;
    case 'EADDRNOTAVAIL':
      return `cannot listen on ${where}: this host has no such address`;
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `cannot listen on ${where}: ${host} does not resolve to an address`;
    default:
      return `cannot listen on ${where}: ${code}`;
  }
}

/** Host and port as a URL holds them: an IPv6 address in brackets. */
export function hostPort(host: string, port: number | string): string {
  return `${host.includes(':') ? `[${host}]` : host}:${port}`;
}

/** The host of a URL as sockets take it. */
export function withoutBrackets(host: string): string {
  return host.replace(/^\[|\]$/g, '');
}

import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { memberHeader, serverName } from '../../serve/page.ts';
import { withoutBrackets } from '../../text/host.ts';
import type { ListenAddress } from '../options/listen-address.ts';
import { isHere, isLoopback } from './local-member.ts';

/** How the daemons of one cluster are alike: the port they listen on, with TLS or without; and the names that mean this host. */
export type Alike = {
  readonly listen: ListenAddress;
  readonly secure: boolean;
  readonly here: ReadonlySet<string>;
  readonly timeoutMs?: number | undefined;
};

/** One that answered before is silent only after a second failure: a busy moment makes no new speaker. */
export const failuresToSilence = 2;

/** Whether our port at a host is our own: no other daemon can hold it. */
export function isOurs(host: string, { listen, here }: Alike): boolean {
  const name = withoutBrackets(host).toLowerCase();
  if (listen.host === '::' || listen.host === '0.0.0.0') return isHere(name, here);
  return name === listen.host || (isLoopback(name) && listen.host === 'localhost');
}

/** A daemon at that host whose loop runs, with the member it is beside as far as it says; undefined where there is none. */
export function askDaemon(
  host: string,
  { listen, secure, timeoutMs = 1000 }: Alike,
): Promise<{ readonly memberId: string | undefined } | undefined> {
  return new Promise((resolve) => {
    const send = secure ? requestHttps : requestHttp;
    const call = send({
      host: withoutBrackets(host),
      port: listen.port,
      path: '/livez',
      agent: false,
      signal: AbortSignal.timeout(timeoutMs),
      // Nothing is sent or believed but that somebody is there: its certificate need not name the address of a member.
      rejectUnauthorized: false,
    });
    call.on('response', (answer) => {
      answer.resume();
      const { statusCode, headers } = answer;
      const memberId = [headers[memberHeader]].flat()[0];
      resolve(statusCode === 200 && headers.server === serverName ? { memberId } : undefined);
      call.destroy();
    });
    call.on('error', () => resolve(undefined));
    call.end();
  });
}

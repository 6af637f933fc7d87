import { resolveSrv } from 'node:dns/promises';
import { UsageError } from '../usage-error.ts';
import type { Sourced } from './sourced.ts';

type Record = { readonly name: string; readonly port: number };

/** Endpoints from the SRV records that etcd clients look up: `_etcd-client-ssl._tcp` as https, `_etcd-client._tcp` as http. */
export async function endpointsFromSrv(
  domain: Sourced<string>,
  name: string | undefined,
  timeoutMs: number,
  lookUp: (service: string) => Promise<readonly Record[]> = resolveSrv,
): Promise<readonly string[]> {
  const suffix = name ? `-${name}` : '';
  const ask = (service: string) => within(timeoutMs, lookUp(`_${service}${suffix}._tcp.${domain.value}`));
  const [secure, plain] = await Promise.allSettled([ask('etcd-client-ssl'), ask('etcd-client')]);
  const urls = [...urlsOf('https', secure), ...urlsOf('http', plain)];
  if (urls.length > 0) return urls;
  const reason = secure.status === 'rejected' ? String((secure.reason as Error).message) : 'no records';
  throw new UsageError(
    domain.from,
    `no SRV records of etcd under ${domain.value}`,
    reason,
    'check the domain or give --endpoints',
  );
}

function urlsOf(scheme: string, answer: PromiseSettledResult<readonly Record[]>): string[] {
  if (answer.status === 'rejected') return [];
  return answer.value.map((record) => `${scheme}://${record.name.replace(/\.$/, '')}:${record.port}`);
}

function within<T>(ms: number, promise: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout;
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${ms} ms`)), ms);
  });
  return Promise.race([promise, timeout]).finally(() => clearTimeout(timer));
}

import { readFileSync } from 'node:fs';
import { request as requestPlain } from 'node:http';
import { request as requestTls } from 'node:https';
import type { LabCluster } from './lab-cluster.ts';
import type { LabMember } from './member.ts';

export type Page = { readonly status: number; readonly body: string };

/** GETs a path from where the member serves /metrics, with the cluster's client certificate where TLS is. */
export function get(cluster: LabCluster, member: LabMember, path: string): Promise<Page> {
  const url = new URL(path, member.metricsUrl);
  const { tls } = cluster;
  const files = tls && { ca: readFileSync(tls.ca), cert: readFileSync(tls.cert), key: readFileSync(tls.key) };
  return new Promise((resolve, reject) => {
    const options = { agent: false, signal: AbortSignal.timeout(5_000) } as const;
    const request = url.protocol === 'https:' ? requestTls(url, { ...options, ...files }) : requestPlain(url, options);
    request.on('error', reject);
    request.on('response', (response) => {
      let body = '';
      response.setEncoding('utf8').on('error', reject);
      response.on('data', (chunk: string) => {
        body += chunk;
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body }));
    });
    request.end();
  });
}

/** The member's /metrics page. */
export async function scrape(cluster: LabCluster, member: LabMember): Promise<string> {
  return (await get(cluster, member, '/metrics')).body;
}

/** The value of the series written exactly so (name and labels), undefined when the page has none. */
export function seriesValue(page: string, series: string): number | undefined {
  const line = page.split('\n').find((one) => one.startsWith(`${series} `));
  return line === undefined ? undefined : Number(line.slice(series.length + 1));
}

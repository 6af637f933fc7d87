import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { endChild, hasExited, removeAtExit, removeDirectory, startChild } from '../lab/children.ts';
import { freePort } from '../lab/ports.ts';
import { eventually } from '../lab/wait.ts';

export type PrometheusServer = {
  /** The result of an instant query: labels and value of each series. */
  readonly query: (promql: string) => Promise<{ labels: Record<string, string>; value: number }[]>;
  readonly get: (path: string) => Promise<unknown>;
  readonly end: () => Promise<void>;
};

/** A real Prometheus server that scrapes one listener every second. `scrape` is further YAML of the job. */
export async function startPrometheus(target: string, scrape: readonly string[] = []): Promise<PrometheusServer> {
  const directory = mkdtempSync(join(tmpdir(), 'etcdoc-prometheus-'));
  removeAtExit(directory);
  const config = join(directory, 'prometheus.yml');
  const lines = [
    'global: { scrape_interval: 1s, scrape_timeout: 1s }',
    'scrape_configs:',
    '  - job_name: etcdoc',
    `    static_configs: [{ targets: ['${target}'] }]`,
    ...scrape.map((line) => `    ${line}`),
  ];
  writeFileSync(config, `${lines.join('\n')}\n`);
  const log = join(directory, 'log');
  const port = await freePort();
  const child = startChild(
    'prometheus',
    [
      `--config.file=${config}`,
      `--storage.tsdb.path=${join(directory, 'data')}`,
      `--web.listen-address=127.0.0.1:${port}`,
    ],
    log,
  );
  const get = async (path: string): Promise<unknown> => {
    const response = await fetch(`http://127.0.0.1:${port}${path}`, { signal: AbortSignal.timeout(5000) });
    const body = (await response.json()) as { status: string; data: unknown };
    if (body.status !== 'success') throw new Error(`prometheus: ${JSON.stringify(body)}`);
    return body.data;
  };
  const end = async () => {
    await endChild(child);
    removeDirectory(directory);
  };
  const unless = () => {
    if (hasExited(child))
      throw new Error(`prometheus (Debian package prometheus) ended: ${readFileSync(log, 'utf8').slice(-2000)}`);
  };
  try {
    await eventually(() => get('/api/v1/status/buildinfo'), { what: 'prometheus answers', timeoutMs: 30_000, unless });
  } catch (error) {
    await end();
    throw error;
  }
  return {
    get,
    end,
    query: async (promql) => {
      const data = await get(`/api/v1/query?query=${encodeURIComponent(promql)}`);
      const { result } = data as { result: { metric: Record<string, string>; value: [number, string] }[] };
      return result.map(({ metric, value }) => ({ labels: metric, value: Number(value[1]) }));
    },
  };
}

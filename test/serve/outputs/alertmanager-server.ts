import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { endChild, hasExited, removeAtExit, removeDirectory, startChild } from '../../lab/children.ts';
import { type Listening, listen } from '../../lab/listen.ts';
import { freePort } from '../../lab/ports.ts';
import { eventually } from '../../lab/wait.ts';

/** An alert as a real Alertmanager lists it, or passes it on. */
export type Listed = {
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly startsAt: string;
  readonly endsAt: string;
  readonly status: { readonly state: string };
};
export type Passed = Omit<Listed, 'status'> & { readonly status: 'firing' | 'resolved' };

export type AlertmanagerServer = {
  readonly url: string;
  /** The alerts of a name that it holds and that are not over. */
  readonly active: (alertname: string) => Promise<readonly Listed[]>;
  /** What it told its own receiver, in order. */
  readonly passed: (alertname: string) => readonly Passed[];
  readonly kill: () => Promise<void>;
  readonly start: () => Promise<void>;
  readonly remove: () => Promise<void>;
};

/** A real Alertmanager on a free port, alone, that passes everything on at once; `web` is its file of TLS and users. */
export async function startAlertmanager(web?: string, ask: typeof fetch = fetch): Promise<AlertmanagerServer> {
  const program = 'prometheus-alertmanager';
  if (!(process.env.PATH ?? '').split(delimiter).some((folder) => existsSync(join(folder, program))))
    throw new Error(`${program} is not installed: it is in the Debian package of that name`);
  const directory = mkdtempSync(join(tmpdir(), 'etcdoc-alertmanager-'));
  removeAtExit(directory);
  const passed: Passed[] = [];
  const receiver = await startReceiver((alerts) => passed.push(...alerts));
  writeFileSync(join(directory, 'config.yml'), configOf(receiver.url));
  if (web !== undefined) writeFileSync(join(directory, 'web.yml'), web);
  const port = await freePort();
  const url = `${web === undefined ? 'http' : 'https'}://127.0.0.1:${port}`;
  const log = join(directory, 'log');
  const args = [
    `--config.file=${join(directory, 'config.yml')}`,
    `--storage.path=${join(directory, 'data')}`,
    `--web.listen-address=127.0.0.1:${port}`,
    '--cluster.listen-address=',
    ...(web === undefined ? [] : [`--web.config.file=${join(directory, 'web.yml')}`]),
  ];
  let child: ReturnType<typeof startChild> | undefined;

  const server: AlertmanagerServer = {
    url,
    async active(alertname) {
      const response = await ask(`${url}/api/v2/alerts?filter=${encodeURIComponent(`alertname="${alertname}"`)}`);
      if (!response.ok) throw new Error(`it answered ${response.status}`);
      return (await response.json()) as Listed[];
    },
    passed: (alertname) => passed.filter(({ labels }) => labels.alertname === alertname),
    async kill() {
      if (child) await endChild(child);
    },
    async start() {
      const started = startChild(program, args, log);
      child = started;
      await eventually(() => server.active('none'), {
        timeoutMs: 20_000,
        what: 'a started Alertmanager',
        unless: () => {
          if (hasExited(started)) throw new Error(`Alertmanager ended: ${readFileSync(log, 'utf8').slice(-2_000)}`);
        },
      });
    },
    async remove() {
      await server.kill();
      await receiver.close();
      removeDirectory(directory);
    },
  };
  await server.start();
  return server;
}

const configOf = (receiver: string) => `
route: { receiver: test, group_by: ['...'], group_wait: 0s, group_interval: 1s, repeat_interval: 1h }
receivers:
  - name: test
    webhook_configs: [{ url: '${receiver}/', send_resolved: true }]
`;

function startReceiver(take: (alerts: readonly Passed[]) => void): Promise<Listening> {
  return listen(
    createServer(async (request, response) => {
      let text = '';
      for await (const chunk of request.setEncoding('utf8')) text += chunk;
      take((JSON.parse(text) as { alerts: Passed[] }).alerts);
      response.end();
    }),
  );
}

import { readFlags } from '../flags.ts';
import type { Host } from '../host.ts';
import { judgeSettings } from '../judge-settings.ts';
import { processesOf } from '../processes.ts';
import { type Candidate, type Distribution, unread } from '../verdict.ts';

/** Talos: a service without a pod; the process knows its URLs, the certificates have a place of their own. */
export const talos: Distribution = { id: 'talos', name: 'Talos', look };

const pki = '/system/secrets/etcd';

function look(host: Host): Candidate[] {
  const ca = `${pki}/ca.crt`;
  const known = host.read(ca);
  if (known.state !== 'text') return [{ distribution: 'Talos', path: ca, verdict: unread(ca, known) }];
  const running = processesOf(host, 'etcd').find(({ words }) => words.some((word) => word.includes(`${pki}/`)));
  const defaults = {
    'listen-client-urls': 'https://127.0.0.1:2379',
    'data-dir': '/var/lib/etcd',
    'trusted-ca-file': ca,
    'cert-file': `${pki}/server.crt`,
    'key-file': `${pki}/server.key`,
    'peer-cert-file': `${pki}/peer.crt`,
    'peer-trusted-ca-file': ca,
  };
  const verdict = judgeSettings(
    host,
    { ...defaults, ...readFlags(running?.words ?? []) },
    { distribution: 'Talos', pairs: [{ cert: `${pki}/admin.crt`, key: `${pki}/admin.key` }] },
  );
  return [{ distribution: 'Talos', path: running === undefined ? ca : `/proc/${running.pid}/cmdline`, verdict }];
}

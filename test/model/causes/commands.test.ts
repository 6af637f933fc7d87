import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { diagnostics } from '../../../src/diagnostics/diagnostics.ts';
import { commandsFor } from '../../../src/model/causes/commands.ts';
import type { MemberView } from '../../../src/model/view.ts';

const member = (label: string, endpoint: string) => ({ label, sample: { endpoint } }) as MemberView;
const one = member('cp-1', 'https://10.0.0.11:2379');

describe('the commands of', () => {
  test('a plain host, and of one that is not known', () => {
    for (const name of [undefined, 'debian'])
      expect(commandsFor(name).etcdctl(one, 'defrag')).toBe(
        'etcdctl --cacert CA --cert CERT --key KEY --endpoints=https://10.0.0.11:2379 defrag',
      );
    const open = member('cp-1', 'http://10.0.0.11:2379');
    expect(commandsFor(undefined).etcdctl(open, 'defrag')).toBe('etcdctl --endpoints=http://10.0.0.11:2379 defrag');
    expect(commandsFor(undefined).state(one)).toBe('on cp-1: systemctl status etcd');
  });

  test.each([
    ['rke2', '/var/lib/rancher/rke2/server/tls/etcd/server-ca.crt', '/var/lib/rancher/rke2/server/tls/etcd/client'],
    ['k3s', '/var/lib/rancher/k3s/server/tls/etcd/server-ca.crt', '/var/lib/rancher/k3s/server/tls/etcd/client'],
    ['k0s', '/var/lib/k0s/pki/etcd/ca.crt', '/var/lib/k0s/pki/apiserver-etcd-client'],
  ])('%s name the files that its installer keeps for clients', (name, ca, pair) => {
    expect(commandsFor(name).etcdctl(one, 'defrag')).toBe(
      `etcdctl --cacert ${ca} --cert ${pair}.crt --key ${pair}.key --endpoints=https://10.0.0.11:2379 defrag`,
    );
  });

  test('OpenShift go through the etcdctl container of the pod', () => {
    const { etcdctl, state } = commandsFor('openshift');
    expect(etcdctl(one, 'move-leader 8e9e05c5')).toBe(
      'oc exec -n openshift-etcd etcd-cp-1 -c etcdctl -- env -u ETCDCTL_ENDPOINTS etcdctl --endpoints=https://10.0.0.11:2379 move-leader 8e9e05c5',
    );
    expect(state(one)).toBe("on cp-1: crictl ps -a --name '^etcd$'");
    expect(etcdctl(member('x; reboot', 'https://10.0.0.11:2379'), 'defrag')).toMatch(/ etcd-NODE -c etcdctl /);
  });

  test('Talos, which has no shell, are those of talosctl where it has them', () => {
    const { etcdctl, logs, state } = commandsFor('talos');
    expect(logs(one)).toBe('talosctl -n 10.0.0.11 logs etcd --tail 200');
    expect(state(one)).toBe('talosctl -n 10.0.0.11 service etcd');
    expect(
      ['defrag', 'alarm disarm', 'move-leader 8e9e05c5', 'member remove b71f2c10'].map((what) => etcdctl(one, what)),
    ).toEqual([
      'talosctl -n 10.0.0.11 etcd defrag',
      'talosctl -n 10.0.0.11 etcd alarm disarm',
      'talosctl -n 10.0.0.11 etcd forfeit-leadership',
      'talosctl -n 10.0.0.11 etcd remove-member b71f2c10',
    ]);
    expect(etcdctl(member('cp-2', 'https://[fd00::2]:2379'), 'defrag')).toBe('talosctl -n fd00::2 etcd defrag');
    expect(etcdctl(one, 'compact 812')).toBe(
      'etcdctl --cacert CA --cert CERT --key KEY --endpoints=https://10.0.0.11:2379 compact 812',
    );
  });
});

test('a diagnostic that is told to a person is one that there is', () => {
  const model = fileURLToPath(new URL('../../../src/model', import.meta.url));
  const sources = readdirSync(model, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
  const told = sources.flatMap((file) =>
    [...readFileSync(join(model, file), 'utf8').matchAll(/etcdoc diagnose ([a-z-]+)/g)].map(([, id]) => id),
  );
  expect(told.length).toBeGreaterThan(3);
  for (const id of told) expect(diagnostics.map((one) => one.id)).toContain(id);
});

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { planConnection } from '../../../src/cli/options/connection-options.ts';
import { discoverWhereUnsaid } from '../../../src/cli/options/discovered.ts';
import { type FlagValues, readSettings } from '../../../src/cli/options/read-settings.ts';
import { hosts } from '../../collector/discovery/hosts.ts';
import { layOut } from '../../collector/discovery/lay-out.ts';

const directory = mkdtempSync(join(tmpdir(), 'etcdoc-discovered-'));
const host = join(directory, 'kubeadm');
const empty = join(directory, 'empty');
const pki = join(host, 'etc/kubernetes/pki/etcd');
const given = (name: string) => join(directory, name);

beforeAll(async () => {
  const row = hosts.find(({ tree }) => tree === 'kubeadm');
  if (row === undefined) throw new Error('no row kubeadm');
  await layOut(host, row);
  await layOut(empty, { tree: 'talos' });
  for (const name of ['ca.crt', 'my.crt', 'my.key']) writeFileSync(given(name), 'x');
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const plan = async (flags: FlagValues, env: Record<string, string> = {}, hostRoot = host) => {
  const settings = readSettings({ hostRoot, ...flags }, env, undefined);
  return planConnection(settings, await discoverWhereUnsaid(settings));
};

describe('discovery stands below everything that is said', () => {
  test('without endpoints it gives all there is, and says where from', async () => {
    expect(await plan({})).toMatchObject({
      endpoints: ['https://127.0.0.1:2379'],
      origin: 'discovery: kubeadm, /etc/kubernetes/manifests/etcd.yaml',
      distribution: 'kubeadm',
      metricsUrls: ['http://127.0.0.1:2381/metrics'],
      tls: { ca: `${pki}/ca.crt`, cert: `${pki}/healthcheck-client.crt`, key: `${pki}/healthcheck-client.key` },
      certificateFiles: [
        { what: 'CA', path: `${pki}/ca.crt` },
        { what: 'client certificate', path: `${pki}/healthcheck-client.crt` },
        { what: 'server certificate', path: `${pki}/server.crt` },
        { what: 'peer certificate', path: `${pki}/peer.crt` },
      ],
    });
  });

  test.each<[string, FlagValues, Record<string, string>]>([
    ['a flag', { endpoints: 'http://a:1' }, {}],
    ['a variable', {}, { ETCDOC_ENDPOINTS: 'http://a:1' }],
    ['a variable of etcdctl', {}, { ETCDCTL_ENDPOINTS: 'http://a:1' }],
  ])('with endpoints from %s nothing is looked for', async (_, flags, env) => {
    const { endpoints, origin, metricsUrls, tls, certificateFiles } = await plan(flags, env, '/no/such/host');
    expect({ endpoints, origin, metricsUrls, certificateFiles }).toEqual({
      endpoints: ['http://a:1'],
      metricsUrls: [],
      certificateFiles: [],
    });
    expect(tls).toEqual({ insecureSkipVerify: false });
    // The ends of files that are given are watched as those of found ones are.
    const files = { cacert: given('ca.crt'), cert: given('my.crt'), key: given('my.key') };
    expect((await plan({ ...flags, ...files }, env, '/no/such/host')).certificateFiles).toEqual([
      { what: 'CA', path: files.cacert },
      { what: 'client certificate', path: files.cert },
    ]);
    expect((await plan({ discoverySrv: 'example.org' }, {}, '/no/such/host')).srv).toBeDefined();
  });

  test('a given pair or CA takes the place of the one that was found, the rest stays', async () => {
    const pair = await plan({ cert: given('my.crt') }, { ETCDCTL_KEY: given('my.key') });
    expect(pair).toMatchObject({
      endpoints: ['https://127.0.0.1:2379'],
      tls: { ca: `${pki}/ca.crt`, cert: given('my.crt'), key: given('my.key') },
    });
    expect(pair.certificateFiles?.slice(0, 3)).toEqual([
      { what: 'CA', path: `${pki}/ca.crt` },
      { what: 'client certificate', path: given('my.crt') },
      { what: 'client certificate', path: `${pki}/healthcheck-client.crt` },
    ]);
    expect((await plan({ cacert: given('ca.crt') })).tls).toMatchObject({
      ca: given('ca.crt'),
      cert: `${pki}/healthcheck-client.crt`,
    });
    expect((await plan({ metricsUrls: 'http://m:1' })).metricsUrls).toEqual(['http://m:1/metrics']);
  });

  test('where nothing is found the default is asked, with the page that needs no certificate', async () => {
    expect(await plan({}, {}, empty)).toMatchObject({
      endpoints: ['http://127.0.0.1:2379'],
      origin: expect.stringMatching(/^the default, discovery found no etcd: nothing on this host looks like etcd/),
      metricsUrls: ['http://127.0.0.1:2381/metrics'],
      certificateFiles: [],
    });
  });
});

import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { parseConfig } from '../../../src/cli/options/config-text.ts';
import { planConnection } from '../../../src/cli/options/connection-options.ts';
import { type FlagValues, readSettings } from '../../../src/cli/options/read-settings.ts';
import { flagName, settingKeys, variableSuffix } from '../../../src/cli/options/settings.ts';
import { errorLine } from '../../../src/cli/usage-error.ts';

const directory = mkdtempSync(join(tmpdir(), 'etcdoc-options-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));
const file = (name: string, text = 'x') => {
  const path = join(directory, name);
  writeFileSync(path, text);
  return path;
};
const [ca, cert, key] = [file('ca.crt'), file('client.crt'), file('client.key')];

const plan = (flags: FlagValues, env: Record<string, string> = {}, yaml = '') =>
  planConnection(readSettings(flags, env, yaml === '' ? undefined : parseConfig(yaml, 'c.yaml')));
const lineOf = (run: () => unknown): string => {
  try {
    run();
  } catch (error) {
    return errorLine(error).trimEnd();
  }
  return 'no error';
};

describe('precedence', () => {
  const env = { ETCDOC_ENDPOINTS: 'own:1', ETCDCTL_ENDPOINTS: 'ctl:1' };
  const yaml = 'etcd:\n  endpoints: file:1\n';
  test.each([
    ['a flag wins', { endpoints: 'flag:1' }, env, yaml, 'http://flag:1'],
    ['then ETCDOC_*', {}, env, yaml, 'http://own:1'],
    ['then ETCDCTL_*', {}, { ETCDCTL_ENDPOINTS: 'ctl:1' }, yaml, 'http://ctl:1'],
    ['an empty variable is none', {}, { ETCDOC_ENDPOINTS: '', ETCDCTL_ENDPOINTS: 'ctl:1' }, yaml, 'http://ctl:1'],
    ['then the file', {}, {}, yaml, 'http://file:1'],
    ['then the default', {}, {}, '', 'http://127.0.0.1:2379'],
  ])('%s', (_, flags, variables, text, endpoint) => {
    expect(plan(flags, variables, text).endpoints).toEqual([endpoint]);
  });

  test('an empty list in the file is no endpoint at all, where there are metrics to read', () => {
    const none = 'etcd:\n  endpoints: []\n';
    expect(plan({}, {}, `${none}  metrics_urls: http://127.0.0.1:2381\n`)).toMatchObject({
      endpoints: [],
      metricsUrls: ['http://127.0.0.1:2381/metrics'],
    });
    expect(lineOf(() => plan({}, {}, none))).toBe(
      'etcdoc: c.yaml line 2 (etcd.endpoints): there is nothing to ask: name an endpoint, or metrics_urls',
    );
    expect(plan({ endpoints: 'flag:1' }, {}, none).endpoints).toEqual(['http://flag:1']);
  });

  test('holds for every setting alike', () => {
    for (const setting of settingKeys) {
      const own = readSettings(
        {},
        { [`ETCDOC_${variableSuffix(setting)}`]: 'a', [`ETCDCTL_${variableSuffix(setting)}`]: 'b' },
        undefined,
      );
      expect(own[setting]).toMatchObject({ value: 'a', from: `ETCDOC_${variableSuffix(setting)}` });
      expect(readSettings({ [setting]: 'c' }, {}, undefined)[setting]).toMatchObject({ from: flagName(setting) });
    }
  });

  test('variables have the names of etcdctl', () => {
    expect(settingKeys.map(variableSuffix)).toEqual(
      expect.arrayContaining([
        'ENDPOINTS',
        'CACERT',
        'CERT',
        'KEY',
        'USER',
        'PASSWORD',
        'DISCOVERY_SRV',
        'DISCOVERY_SRV_NAME',
        'INSECURE_SKIP_TLS_VERIFY',
        'DIAL_TIMEOUT',
        'COMMAND_TIMEOUT',
      ]),
    );
  });
});

describe('a connection', () => {
  test('has the time-outs of etcdctl and its durations', () => {
    expect(plan({})).toMatchObject({ dialTimeoutMs: 2000, commandTimeoutMs: 5000, expand: true });
    expect(plan({ dialTimeout: '1m30s', commandTimeout: '500ms', noExpand: true })).toMatchObject({
      dialTimeoutMs: 90_000,
      commandTimeoutMs: 500,
      expand: false,
    });
  });

  test.each([
    ['10.0.0.1:2379', 'http://10.0.0.1:2379'],
    ['10.0.0.1', 'http://10.0.0.1:2379'],
    ['[::1]:2379', 'http://[::1]:2379'],
    ['https://cp-1', 'https://cp-1:2379'],
    ['https://cp-1:443/', 'https://cp-1:443'],
    ['http://cp-1:80', 'http://cp-1:80'],
    ['a:1, b:2,a:1', 'http://a:1,http://b:2'],
  ])('reads %s as %s', (text, expected) => {
    expect(plan({ endpoints: text }).endpoints.join(',')).toBe(expected);
  });

  test('without a scheme is https as soon as TLS files are given', () => {
    expect(plan({ endpoints: 'a:1', cacert: ca }).endpoints).toEqual(['https://a:1']);
    expect(plan({ endpoints: 'http://a:1', cacert: ca }).endpoints).toEqual(['http://a:1']);
    expect(plan({ cacert: ca, cert, key })).toMatchObject({
      endpoints: ['https://127.0.0.1:2379'],
      tls: { ca, cert, key },
    });
  });

  test('splits user and password only when no password is given apart', () => {
    expect(plan({}, { ETCDCTL_USER: 'root:a:b' }).user).toMatchObject({ name: 'root', password: 'a:b' });
    expect(plan({ user: 'ro:ot', password: 'pw' }).user).toMatchObject({ name: 'ro:ot', password: 'pw' });
    expect(plan({ user: 'root' }).user).toEqual({ name: 'root', from: '--user' });
  });

  test('takes SRV records unless endpoints come from a higher place', () => {
    expect(plan({}, { ETCDCTL_DISCOVERY_SRV: 'example.org', ETCDCTL_ENDPOINTS: 'a:1' }).srv?.domain.value).toBe(
      'example.org',
    );
    expect(plan({ endpoints: 'a:1' }, { ETCDCTL_DISCOVERY_SRV: 'example.org' }).srv).toBeUndefined();
  });

  test('reads the keys of the Go etcdoc', () => {
    const yaml = `etcd:\n  metrics_url: http://127.0.0.1:2381\n  cert_file: ${cert}\n  key_file: ${key}\n  ca_file: ${ca}\nlogging:\n  level: info\n`;
    expect(plan({}, {}, yaml)).toMatchObject({
      metricsUrls: ['http://127.0.0.1:2381/metrics'],
      tls: { ca, cert, key },
    });
  });
});

describe('errors are one line that says what, where and what to do', () => {
  chmodSync(file('locked'), 0o000);
  test.each<[string, () => unknown, string]>([
    [
      'a missing file',
      () => plan({}, { ETCDCTL_CACERT: '/nope/ca.crt' }),
      'etcdoc: ETCDCTL_CACERT: cannot read /nope/ca.crt: no such file, check the path',
    ],
    [
      'a directory',
      () => plan({ cacert: directory }),
      `etcdoc: --cacert: cannot read ${directory}: it is a directory, name the file in it`,
    ],
    [
      'a certificate alone',
      () => plan({ cert }),
      'etcdoc: --cert: the certificate has no key: give its key with --key',
    ],
    [
      'a key alone',
      () => plan({}, { ETCDOC_KEY: key }),
      'etcdoc: ETCDOC_KEY: the key has no certificate: give its certificate with --cert',
    ],
    [
      'no unit',
      () => plan({}, { ETCDCTL_DIAL_TIMEOUT: '5' }),
      'etcdoc: ETCDCTL_DIAL_TIMEOUT: 5 is no duration: write it with a unit, as 5s or 500ms',
    ],
    [
      'no time at all',
      () => plan({ commandTimeout: '0s' }),
      'etcdoc: --command-timeout: 0s is too short: write 1ms or more',
    ],
    [
      'more time than a timer can hold',
      () => plan({ dialTimeout: '999999h' }),
      'etcdoc: --dial-timeout: 999999h is too long: write 288h or less',
    ],
    [
      'a unix socket',
      () => plan({ endpoints: 'unix:///run/etcd.sock' }),
      'etcdoc: --endpoints: unix:///run/etcd.sock is a unix socket: give an http or https endpoint, unix sockets are not supported',
    ],
    [
      'another scheme',
      () => plan({ endpoints: 'ftp://a' }),
      'etcdoc: --endpoints: ftp://a has the unknown scheme ftp://: use http:// or https://',
    ],
    [
      'no host',
      () => plan({ endpoints: 'https://:2379' }),
      'etcdoc: --endpoints: https://:2379 is no endpoint: write HOST:PORT or https://HOST:PORT, IPv6 as [::1]:2379',
    ],
    [
      'an empty part',
      () => plan({ endpoints: 'a:1,,b:1' }),
      'etcdoc: --endpoints: an endpoint is empty: write HOST:PORT or https://HOST:PORT',
    ],
    [
      'neither true nor false',
      () => plan({}, { ETCDCTL_INSECURE_SKIP_TLS_VERIFY: 'maybe' }),
      'etcdoc: ETCDCTL_INSECURE_SKIP_TLS_VERIFY: maybe is neither true nor false: write true or false',
    ],
    ['a password for nobody', () => plan({ password: 'pw' }), 'etcdoc: --password: no user is given: add --user NAME'],
  ])('%s', (_, run, line) => expect(lineOf(run)).toBe(line));

  test('never repeat a password', () => {
    for (const run of [
      () => plan({ endpoints: 'https://root:hunter2@a:2379' }),
      () => plan({ endpoints: 'root:hunter2@a' }),
      () => plan({ metricsUrls: 'http://root:hunter2@a/metrics' }),
    ]) {
      expect(lineOf(run)).toMatch(/user name or password/);
      expect(lineOf(run)).not.toContain('hunter2');
    }
  });

  test('show escape sequences, they do not send them', () => {
    expect(lineOf(() => plan({ endpoints: 'ftp://\x1b[2J' }))).not.toContain('\x1b');
  });
});

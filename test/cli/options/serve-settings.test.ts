import { describe, expect, test } from 'vitest';
import { parseConfig } from '../../../src/cli/options/config-text.ts';
import { serveKeys, serveRows, serveVariable } from '../../../src/cli/options/serve-rows.ts';
import { readServeSettings, type ServeFlagValues } from '../../../src/cli/options/serve-settings.ts';
import { errorLine } from '../../../src/cli/usage-error.ts';

const settings = (flags: ServeFlagValues = {}, env: Record<string, string> = {}, yaml = '') =>
  readServeSettings(flags, env, parseConfig(yaml, 'c.yaml'));
const errorOf = (...of: Parameters<typeof settings>): string => {
  try {
    settings(...of);
  } catch (error) {
    return errorLine(error).trimEnd();
  }
  return 'no error';
};

describe('the daemon', () => {
  test('has defaults', () => {
    expect(settings()).toMatchObject({
      ...{ scope: 'local', listen: { host: '0.0.0.0', port: 8080 }, intervalSeconds: 15, logFormat: 'json' },
      ...{ repeatSeconds: 300, heartbeatSeconds: 3600, rules: 'etcdoc', metrics: true, logLevel: 'debug' },
      reportSeconds: undefined,
    });
  });

  test('is set by a flag before a variable before the file', () => {
    const yaml = 'serve:\n  interval: 5\n  repeat: 1m\n  heartbeat: 10m\n  scope: cluster\n';
    const env = { ETCDOC_REPEAT: '2m', ETCDOC_HEARTBEAT: '20m', ETCDOC_LOG_FORMAT: 'logfmt' };
    expect(settings({ heartbeat: '30m' }, env, yaml)).toMatchObject({
      ...{ intervalSeconds: 5, repeatSeconds: 120, heartbeatSeconds: 1800, logFormat: 'logfmt', scope: 'cluster' },
    });
  });

  test('finds the others by a name', () =>
    expect(settings({}, {}, 'serve:\n  peers: etcdoc.kube-system.svc\n').peers).toBe('etcdoc.kube-system.svc'));

  test('has a variable and a key for each flag', () => {
    for (const key of serveKeys) {
      expect(serveVariable(key)).toMatch(/^ETCDOC_[A-Z_]+$/);
      expect(serveRows[key].config).toMatch(/^[a-z_]+$/);
    }
    expect(serveVariable('metrics')).toBe('ETCDOC_METRICS');
  });

  const said = serveKeys.flatMap((key) => {
    const [, value] = /\(([^()]+)\)$/.exec(serveRows[key].help) ?? [];
    return value === undefined || value === 'never' ? [] : [{ key, value }];
  });
  test.each(said)('is, where nothing is said of $key, what the help says: $value', ({ key, value }) =>
    expect(settings({ [key]: value })).toEqual(settings()),
  );

  test('has a default in the help of all that has one', () => expect(said.length).toBeGreaterThan(6));

  test.each([
    ['127.0.0.1:9090', '127.0.0.1', 9090],
    [':9090', '::', 9090],
    ['9090', '::', 9090],
    ['[::]:9090', '::', 9090],
    ['[fe80::1%eth0]:9090', 'fe80::1%eth0', 9090],
    ['cp-1:0', 'cp-1', 0],
  ])('listens on %s', (listen, host, port) => expect(settings({ listen }).listen).toEqual({ host, port }));

  test.each([
    [
      { listen: '::1:9090' },
      'etcdoc: --listen: ::1:9090 is no address to listen on: write ADDR:PORT, :PORT or [::]:PORT',
    ],
    [
      { listen: 'cp-1:70000' },
      'etcdoc: --listen: cp-1:70000 is no address to listen on: write ADDR:PORT, :PORT or [::]:PORT',
    ],
    [{ interval: '0.1' }, 'etcdoc: --interval: 0.1 is too short: write 0.5 or more'],
    [{ scope: 'locl' }, 'etcdoc: --scope: unknown value locl: did you mean local?'],
    [{ logFormat: 'xml' }, 'etcdoc: --log-format: unknown value xml: known are json, logfmt, text'],
    [
      { peers: 'http://etcdoc' },
      'etcdoc: --peers: http://etcdoc is no host name: write the name alone, as etcdoc.kube-system.svc',
    ],
    [{ tlsCertFile: 'a' }, 'etcdoc: --tls-cert-file: the certificate has no key: give its key with --tls-key-file'],
  ])('refuses %j', (flags, line) => expect(errorOf(flags)).toBe(line));

  test('names variable, key and line of what it refuses', () => {
    expect(errorOf({}, { ETCDOC_INTERVAL: 'often' })).toBe(
      'etcdoc: ETCDOC_INTERVAL: often is no number of seconds: write it as 5, 0.5 or 1m',
    );
    expect(errorOf({}, {}, 'serve:\n  repeat: 0\n')).toBe(
      'etcdoc: c.yaml line 2 (serve.repeat): 0 is too short: write 1 or more',
    );
    expect(errorOf({}, {}, 'serve:\n  intervall: 5\n')).toBe(
      'etcdoc: c.yaml line 2 (serve.intervall): unknown key: did you mean interval?',
    );
    expect(errorOf({}, {}, 'serve:\n  webhook:\n    ulr: http://a\n')).toContain(
      'line 3 (serve.webhook.ulr): unknown key: ',
    );
    expect(errorOf({}, {}, 'serve:\n  webhook:\n    ulr: http://a\n')).toContain('did you mean url?');
    expect(errorOf({}, {}, 'serve:\n  webhok: {}\n')).toContain('did you mean webhook?');
  });
});

describe('the keys of the Go etcdoc', () => {
  const yaml = [
    'observability:\n  enabled: false\n  metrics_port: 8081',
    'logging:\n  level: warn\n  format: text\n  diagnostic_interval: 6h\n',
  ].join('\n');

  test('mean what their names promise', () => {
    expect(settings({}, {}, yaml)).toMatchObject({
      ...{ metrics: false, listen: { host: '0.0.0.0', port: 8081 } },
      ...{ logLevel: 'warn', logFormat: 'text', reportSeconds: 21_600 },
    });
  });

  test('stand below everything of today', () => {
    const env = { DIAGNOSTIC_INTERVAL: '1h' };
    expect(settings({}, env, `${yaml}serve:\n  listen: :9\n  metrics: true\n  log_format: json\n`)).toMatchObject({
      ...{ metrics: true, listen: { port: 9 }, logFormat: 'json', reportSeconds: 3600 },
    });
  });

  test('are checked as all others', () => {
    expect(errorOf({}, {}, 'observability:\n  metrics_port: 99999\n')).toContain('line 2 (observability.metrics_port)');
    expect(errorOf({}, {}, 'logging:\n  formt: json\n')).toContain('did you mean format?');
    expect(errorOf({}, {}, 'logging:\n  level: loud\n')).toContain('write debug, info, warn, error');
  });
});

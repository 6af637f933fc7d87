import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { parseConfig } from '../../../src/cli/options/config-text.ts';
import { planConnection } from '../../../src/cli/options/connection-options.ts';
import { type FlagValues, readSettings } from '../../../src/cli/options/read-settings.ts';

const directory = mkdtempSync(join(tmpdir(), 'etcdoc-daemons-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));
const token = join(directory, 'token');
writeFileSync(token, 'x');

const daemons = (flags: FlagValues, env: Record<string, string> = {}, yaml = '') =>
  planConnection(readSettings(flags, env, yaml === '' ? undefined : parseConfig(yaml, 'c.yaml'))).daemons;

test('the daemons are asked on their own port unless another is given, or none', () => {
  expect(daemons({})).toEqual({ port: 8080 });
  expect(daemons({ daemonPort: '18080' })).toEqual({ port: 18_080 });
  expect(daemons({}, { ETCDOC_DAEMON_PORT: '0' })).toBeUndefined();
  expect(daemons({}, {}, 'etcd:\n  daemon_port: 9000\n')).toEqual({ port: 9000 });
});

test('a CA and a token go with it', () => {
  expect(daemons({ daemonCacert: token, daemonTokenFile: token })).toEqual({ port: 8080, ca: token, tokenFile: token });
});

test.each([
  [{ daemonPort: '70000' }, '70000 is no port'],
  [{ daemonPort: 'http' }, 'http is no port'],
  [{ daemonTokenFile: '/nonexistent/token' }, 'cannot read /nonexistent/token'],
  [{ daemonCacert: '/nonexistent/ca' }, 'cannot read /nonexistent/ca'],
])('%j is refused', (flags, text) => {
  expect(() => daemons(flags)).toThrow(text);
});

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { readConfiguration, type ServeFlags } from '../../../src/cli/serve/configuration.ts';

const directory = mkdtempSync(join(tmpdir(), 'etcdoc-serve-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));
const [token, other] = ['token', 'other'].map((name) => join(directory, name)) as [string, string];
for (const path of [token, other]) writeFileSync(path, 'secret');

const daemons = async (flags: Partial<ServeFlags>) => {
  const { plan } = await readConfiguration({ endpoints: '127.0.0.1:1', ...flags } as ServeFlags);
  return plan.daemons;
};

test('the daemons beside the other members are taken to be like this one, unless something else is said of them', async () => {
  expect(await daemons({})).toEqual({ port: 8080 });
  expect(await daemons({ listen: '0.0.0.0:9443', tokenFile: token })).toEqual({ port: 9443, tokenFile: token });
  expect(await daemons({ listen: ':9443', tokenFile: token, daemonPort: '9000', daemonTokenFile: other })).toEqual({
    port: 9000,
    tokenFile: other,
  });
  expect(await daemons({ listen: ':9443', daemonPort: '8080' })).toEqual({ port: 8080 });
  const secured = { tlsCertFile: other, tlsKeyFile: other, tokenFile: token };
  expect(await daemons(secured)).toEqual({ port: 8080 });
  expect(await daemons({ ...secured, daemonCacert: other })).toEqual({ port: 8080, ca: other, tokenFile: token });
  expect(await daemons({ daemonPort: '0' })).toBeUndefined();
});

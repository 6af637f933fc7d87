import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createPoller } from '../../src/collector/poller.ts';
import { clientCertificate, createAuthority, writeAuthority, writePem } from '../lab/certificates.ts';
import { freePort } from '../lab/ports.ts';

test('says that TLS files changed for the worse also while nobody tells who the members are', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'etcdoc-poller-'));
  const authority = await createAuthority();
  const ca = writeAuthority(directory, authority);
  const files = writePem(directory, 'client', await clientCertificate(authority));
  const poller = createPoller(
    {
      endpoints: [`https://127.0.0.1:${await freePort()}`],
      tls: { ca, ...files, insecureSkipVerify: false },
      dialTimeoutMs: 200,
      commandTimeoutMs: 400,
      metricsUrls: [],
      expand: true,
    },
    { intervalSeconds: 0.5 },
  );
  onTestFinished(() => {
    poller.close();
    rmSync(directory, { recursive: true, force: true });
  });
  const samples = poller[Symbol.asyncIterator]();
  const first = (await samples.next()).value;
  expect([first?.clusterId, first?.notices]).toEqual([undefined, undefined]);
  writeFileSync(files.cert, 'half a certifica');
  const second = (await samples.next()).value;
  expect(second?.notices).toEqual([expect.stringMatching(/the last good ones stay in use: .*client\.crt holds no/)]);
  expect(second?.endpoints[0]?.error.kind).toBe('refused');
});

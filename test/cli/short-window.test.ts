import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { runProgram } from './program.ts';

const page = 'etcd_server_id{server_id="a1"} 1\netcd_server_has_leader 1\n';

/** A metrics page alone that takes so long to come. */
async function slowPage(delayMs: number): Promise<string> {
  const server = createServer((_, response) => void setTimeout(() => response.end(page), delayMs));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const directory = mkdtempSync(join(tmpdir(), 'etcdoc-window-'));
  const config = join(directory, 'config.yaml');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/metrics`;
  writeFileSync(config, `etcd:\n  endpoints: []\n  metrics_urls: ["${url}"]\n`);
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
    rmSync(directory, { recursive: true, force: true });
  });
  return config;
}

test('a window shorter than an answer takes leaves time for it all the same, in both samples', async () => {
  const config = await slowPage(600);
  const { code, stdout } = await runProgram(['check', '--config', config, '--window', '0.5', '-o', 'json']);
  expect(JSON.parse(stdout)).toMatchObject({ from: { samples: 2 }, cluster: { reachable: 1 } });
  expect(code).toBe(0);
});

test('but not beyond the window and the command timeout', async () => {
  const config = await slowPage(30_000);
  const began = performance.now();
  const flags = ['--window', '0.5', '--command-timeout', '1s'];
  const { code, stdout } = await runProgram(['check', '--config', config, ...flags]);
  expect(performance.now() - began).toBeLessThan(1500 + 5000);
  expect({ code, stdout }).toMatchObject({ code: 3, stdout: expect.stringMatching(/^UNKNOWN: /) });
});

import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

const units = ['etcdoc.service', 'etcdoc-certificates.service', 'etcdoc-certificates.path'];

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'etcdoc-units-'));
  for (const unit of units) place(unit, readFileSync(join('systemd', unit), 'utf8'));
});
afterEach(() => rmSync(directory, { recursive: true }));

/** The unit as systemd will read it, with a program that exists on this machine in the place of the one to be installed. */
function place(unit: string, text: string): void {
  writeFileSync(join(directory, unit), text.replaceAll('/usr/local/bin/etcdoc', process.execPath));
}

/** What systemd-analyze says; a complaint about units of the machine itself is not ours. */
function analyze(...args: readonly string[]) {
  const { status, stderr, error } = spawnSync('systemd-analyze', [...args], { cwd: directory, encoding: 'utf8' });
  if (error !== undefined) throw error;
  return { status, complaints: stderr.split('\n').filter((line) => line.includes('etcdoc')) };
}

const verify = () => analyze('verify', '--man=no', ...units.map((unit) => join(directory, unit)));

describe('the units', () => {
  test('are what systemd understands', () => {
    expect(verify()).toEqual({ status: 0, complaints: [] });
  });

  test('are understood with the drop-in for an etcd without TLS', () => {
    mkdirSync(join(directory, 'etcdoc.service.d'));
    place('etcdoc.service.d/without-tls.conf', readFileSync('systemd/without-tls.conf', 'utf8'));
    expect(verify()).toEqual({ status: 0, complaints: [] });
  });

  test('would not pass with a misspelt setting', () => {
    place(
      'etcdoc.service',
      readFileSync('systemd/etcdoc.service', 'utf8').replace('NoNewPrivileges', 'NoNewPriviliges'),
    );
    expect(verify().complaints).toEqual([expect.stringContaining('NoNewPriviliges')]);
  });

  test('leave the daemon next to nothing that it could do to the host', () => {
    const unit = join(directory, 'etcdoc.service');
    expect(analyze('security', '--no-pager', '--offline=true', '--threshold=20', unit).status).toBe(0);
    expect(analyze('security', '--no-pager', '--offline=true', '--threshold=5', unit).status).not.toBe(0);
  });

  test('let the JavaScript engine compile', () => {
    expect(readFileSync('systemd/etcdoc.service', 'utf8')).not.toMatch(/^MemoryDenyWriteExecute/m);
  });
});

test('the certificates that are watched are the ones that are handed to the daemon', () => {
  const values = (unit: string, pattern: RegExp) =>
    [...readFileSync(join('systemd', unit), 'utf8').matchAll(pattern)].map(([, path]) => path).toSorted();
  const handed = values('etcdoc.service', /^LoadCredential=[\w.-]+:(\S+)$/gm);
  expect(handed).toHaveLength(3);
  expect(values('etcdoc-certificates.path', /^PathChanged=(\S+)$/gm)).toEqual(handed);
});

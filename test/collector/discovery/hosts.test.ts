import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { distributions } from '../../../src/collector/discovery/distributions.ts';
import { runProgram } from '../../cli/program.ts';
import { type HostRow, hosts } from './hosts.ts';
import { layOut } from './lay-out.ts';

const base = mkdtempSync(join(tmpdir(), 'etcdoc-hosts-'));
afterAll(() => rmSync(base, { recursive: true, force: true }));

const laidOut = async (row: HostRow): Promise<string> => {
  const root = join(base, row.tree);
  await layOut(root, row);
  return root;
};

test('every tree of the fixtures has a row', () => {
  const trees = readdirSync(fileURLToPath(new URL('../../fixtures/hosts', import.meta.url)));
  expect(hosts.map(({ tree }) => tree).sort()).toEqual(trees.sort());
});

describe.each(hosts)('a host of $tree', (row) => {
  test('is told by etcdoc discover', async () => {
    const root = await laidOut(row);
    const { code, stdout, stderr } = await runProgram(['discover', '-o', 'json', '--host-root', root]);
    expect({ code, stderr }).toEqual({ code: row.found === undefined ? 1 : 0, stderr: '' });
    const { chosen, advice, candidates, certificates } = JSON.parse(stdout.replaceAll(root, ''));
    expect(stdout.includes('PRIVATE KEY')).toBe(false);
    expect(candidates.length).toBeGreaterThanOrEqual(distributions.length);
    if (row.found === undefined) {
      expect({ chosen, advice }).toEqual({ chosen: null, advice: row.advice });
    } else {
      const { distribution, path, endpoints, metricsUrls = [], cert, key, dataDir } = row.found;
      const { certificateFiles, unreadFiles = [], ...said } = chosen;
      for (const { path } of unreadFiles) expect(existsSync(join(root, path))).toBe(false);
      const tls = cert === undefined ? {} : { ca: row.ca, cert, key };
      expect(said).toEqual({
        distribution,
        path,
        endpoints,
        metricsUrls,
        tls,
        ...(dataDir !== undefined && { dataDir }),
      });
      if (row.found.certificates !== undefined) {
        expect(certificateFiles.map(({ what }: { what: string }) => what)).toEqual(row.found.certificates);
        expect(certificates).toHaveLength(row.found.certificates.length);
      }
    }
    const text = await runProgram(['discover', '--host-root', root]);
    for (const words of row.says ?? [row.found === undefined ? 'no etcd found: ' : '* found '])
      expect(text.stdout).toContain(words);
  });
});

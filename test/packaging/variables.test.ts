import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { runProgram } from '../cli/program.ts';

test.each([
  ['systemd/etcdoc.env', /^#?(ETCDOC_\w+)=/gm],
  ['docker-compose.yml', /^ +(ETCDOC_\w+):/gm],
])('%s names only variables that the daemon has a flag for', async (file, pattern) => {
  const help = (await runProgram(['serve', '--help'])).stdout;
  const flags = new Set(help.match(/--[\w-]+/g));
  const named = [...readFileSync(file, 'utf8').matchAll(pattern)].map(([, name = '']) => name);
  expect(named.length).toBeGreaterThan(2);
  const asFlag = (name: string) => `--${name.replace('ETCDOC_', '').toLowerCase().replaceAll('_', '-')}`;
  expect(named.filter((name) => !flags.has(asFlag(name)))).toEqual([]);
});

import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What promtool says of rules: nothing when it accepts them, complaints of its linter counting as refused. */
export function checkRules(spec: object): Promise<string> {
  return withFiles({ 'rules.yaml': spec }, (directory) => run(['check', 'rules', join(directory, 'rules.yaml')]));
}

/** What promtool says of unit tests on rules: nothing when they pass. */
export function testRules(spec: object, tests: readonly object[]): Promise<string> {
  const file = { rule_files: ['rules.yaml'], evaluation_interval: '30s', tests };
  return withFiles({ 'rules.yaml': spec, 'test.yaml': file }, (directory) =>
    run(['test', 'rules', join(directory, 'test.yaml')]),
  );
}

async function withFiles<T>(files: Record<string, object>, use: (directory: string) => Promise<T>): Promise<T> {
  const directory = mkdtempSync(join(tmpdir(), 'etcdoc-promtool-'));
  try {
    // JSON is YAML, and needs no care with quotes.
    for (const [name, content] of Object.entries(files)) writeFileSync(join(directory, name), JSON.stringify(content));
    return await use(directory);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

function run(args: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile('promtool', args, { maxBuffer: 1e8 }, (error, stdout, stderr) => {
      if (!error) resolve('');
      else if (typeof error.code === 'number') resolve(`${stdout}${stderr}`);
      else reject(error);
    });
  });
}

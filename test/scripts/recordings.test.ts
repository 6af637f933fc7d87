import { globSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { privateWords } from '../../scripts/recordings/private-words.ts';
import { scenarios } from '../../scripts/recordings/scenarios.ts';

const root = join(import.meta.dirname, '../..');
const files = globSync(['recordings/*.gz', 'test/fixtures/recordings/*.gz'], { cwd: root }).sort();
const textOf = (file: string) => gunzipSync(readFileSync(join(root, file))).toString();

test('there is a recording of every scenario, and each is small', () => {
  const names = files.map((file) => /([^/]+)\.ndjson\.gz$/.exec(file)?.[1]);
  expect(names.sort()).toEqual(scenarios.map(({ name }) => name).sort());
  for (const file of files) expect(statSync(join(root, file)).size, file).toBeLessThan(500_000);
});

test.each(files)('%s tells nothing of the machine it was made on, and no key, value or secret', (file) => {
  const text = textOf(file);
  expect(privateWords().filter((word) => text.includes(word))).toEqual([]);
  const hosts = [...text.matchAll(/https?:\/\/([^:/"]+)/g)].map(([, host]) => host);
  expect(new Set(hosts)).toEqual(new Set(['127.0.0.1']));
  // A path from the root, alone or within an error's words; /metrics and gRPC methods belong to URLs and labels.
  const paths = [...text.matchAll(/["\s(](\/[a-z][\w.-]*\/[\w./-]+)/g)].map(([, path]) => path);
  expect(paths).toEqual([]);
});

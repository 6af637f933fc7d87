import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

const directory = join(import.meta.dirname, '../fixtures/metrics');

/** Real pages of each etcd release, leader and follower, by `3.4.23-leader` and so on. */
export const fixturePages: ReadonlyMap<string, string> = new Map(
  readdirSync(directory)
    .filter((file) => file.endsWith('.txt.gz'))
    .sort()
    .map((file) => [file.replace('.txt.gz', ''), gunzipSync(readFileSync(join(directory, file))).toString()]),
);

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { parseMetrics } from '../../src/collector/metrics-text.ts';
import { wantedFamilies } from '../../src/model/registry.ts';
import type { Figure } from './figure.ts';

const pages = join(import.meta.dirname, '../../test/fixtures/metrics');
const runs = 200;

/** Ms to take the wanted families out of a real page: the first time, and when the page has the shape of the one before. */
export async function* parse(): AsyncGenerator<Figure> {
  for (const file of readdirSync(pages).filter((name) => name.endsWith('.gz'))) {
    const page = gunzipSync(readFileSync(join(pages, file)));
    const { shape } = parseMetrics(page, wantedFamilies);
    const what = `parse ${file.replace('.txt.gz', '')}, ${(page.length / 1000).toFixed(0)} kB`;
    yield { what: `${what}, first`, unit: 'ms', values: time(() => parseMetrics(page, wantedFamilies)) };
    yield { what, unit: 'ms', values: time(() => parseMetrics(page, wantedFamilies, shape)), budget: 1 };
  }
}

function time(body: () => unknown): number[] {
  for (let warm = 0; warm < 50; warm += 1) body();
  return Array.from({ length: runs }, () => {
    const start = performance.now();
    body();
    return performance.now() - start;
  });
}

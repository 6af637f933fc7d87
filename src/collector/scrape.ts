import type { Shape } from '../model/metric-set.ts';
import type { MetricsSample } from '../model/sample.ts';
import { parseMetrics } from './metrics-text.ts';
import { createPageReader, type PageReaderOptions } from './page-reader.ts';

/** Reads metrics pages over connections that stay open between reads. */
export type Scraper = {
  /** One page of `url` within `deadlineMs`, body included; rejects with an EtcdError. */
  readonly scrape: (url: string, deadlineMs: number, previous?: Shape | undefined) => Promise<MetricsSample>;
  /** Closes the connections; later reads open new ones, with the TLS files of then. */
  readonly drop: () => void;
};

export type ScraperOptions = Pick<PageReaderOptions, 'tls' | 'dialTimeoutMs' | 'signal'> & {
  readonly wanted: ReadonlySet<string>;
};

/** A scraper: no redirects, no proxy, no compressed bodies, at most 16 MiB a page. */
export function createScraper({ wanted, ...how }: ScraperOptions): Scraper {
  const headers = { accept: 'text/plain;version=0.0.4' };
  const pages = createPageReader({ ...how, what: 'metrics page', maxMiB: 16, headers: () => headers });
  return {
    scrape: async (from, deadlineMs, previous) => {
      const { body, ...page } = await pages.read(new URL(from), deadlineMs);
      return { from, bytes: body.length, ...page, set: parseMetrics(body, wanted, previous) };
    },
    drop: pages.drop,
  };
}

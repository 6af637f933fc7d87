import { sumOf } from '../model/metric-set.ts';
import type { MemberSample, SampleError } from '../model/sample.ts';
import { createMetricsSource, type MetricsSource } from './metrics-source.ts';
import type { Scraper } from './scrape.ts';

/** Members of which nothing is known but a metrics page: no endpoint answers, or none was meant to. */
export type MetricsOnly = {
  readonly read: (
    pages: readonly { readonly page: string; readonly id: string }[],
    why: SampleError | undefined,
    deadlineAt: number,
  ) => Promise<MemberSample[]>;
};

export function createMetricsOnly(scraper: Scraper): MetricsOnly {
  const sources = new Map<string, MetricsSource>();
  return {
    read: (pages, why, deadlineAt) =>
      Promise.all(
        pages.map(async ({ page, id }): Promise<MemberSample> => {
          const source = sources.get(id) ?? createMetricsSource(scraper);
          sources.set(id, source);
          const up = Promise.resolve(false);
          const asked = { id, clusterId: '', pages: () => [page], relays: () => [], up, deadlineAt };
          const read = await source.read(asked);
          const learner = read.metrics !== undefined && sumOf(read.metrics.set, 'etcd_server_is_learner') === 1;
          // Without an endpoint nothing else was asked, and nothing else failed.
          return { id, name: '', endpoint: page, peerUrls: [], clientUrls: [], learner, statusError: why, ...read };
        }),
      ),
  };
}

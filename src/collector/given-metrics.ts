import type { MetricSet } from '../model/metric-set.ts';
import { seriesOf } from '../model/metric-set.ts';
import type { EndpointSample, SampleError } from '../model/sample.ts';
import { timeLeft } from './deadline.ts';
import { sampleError } from './etcd-error.ts';
import type { Scraper } from './scrape.ts';

/** The metrics URLs that a person gave, each matched to a member by what its page says, not by its position. */
export type GivenMetrics = {
  /** Reads the pages whose member is unknown; those that failed again after half a minute, or at once where they are all there is. */
  readonly identify: (deadlineAt: number, nothingElse: boolean) => Promise<void>;
  /** URLs of this member, and those on one of its hosts whose page does not say whose it is. */
  readonly of: (id: string, hosts: ReadonlySet<string>) => readonly string[];
  /** URLs on these hosts that could not be read so far: to be tried where nothing else works. */
  readonly unread: (hosts: ReadonlySet<string>) => readonly string[];
  /** Pages that said whose they are. */
  readonly identified: () => readonly { readonly page: string; readonly id: string }[];
  /** Pages of which nothing is known yet, and why. */
  readonly failed: () => readonly EndpointSample[];
};

export function createGivenMetrics(urls: readonly string[], scraper: Scraper): GivenMetrics {
  const pages = urls.map(metricsPage);
  const owners = new Map<string, string | undefined>();
  const triedAt = new Map<string, number>();
  const errors = new Map<string, SampleError>();
  const identify = async (page: string, deadlineAt: number) => {
    triedAt.set(page, performance.now());
    try {
      const { set } = await scraper.scrape(page, timeLeft(deadlineAt));
      const owner = serverIdOf(set);
      owners.set(page, owner);
      if (owner !== undefined) errors.delete(page);
      else errors.set(page, { kind: 'parse', text: 'the page does not say which member it is of' });
    } catch (error) {
      // Where there is a member it is read for, that says why it cannot be read.
      errors.set(page, sampleError(error));
    }
  };
  const isOn = (page: string, hosts: ReadonlySet<string>) => hosts.has(new URL(page).hostname);
  return {
    identify: async (deadlineAt, nothingElse) => {
      const rested = (page: string) => performance.now() - (triedAt.get(page) ?? Number.NEGATIVE_INFINITY) > againMs;
      const due = pages.filter((page) => !owners.has(page) && (nothingElse || rested(page)));
      await Promise.all(due.map((page) => identify(page, deadlineAt)));
    },
    identified: () => [...owners].flatMap(([page, id]) => (id === undefined ? [] : [{ page, id }])),
    failed: () => [...errors].map(([endpoint, error]) => ({ endpoint, error })),
    of: (id, hosts) =>
      pages.filter((page) => {
        const owner = owners.get(page);
        return owner === undefined ? owners.has(page) && isOn(page, hosts) : owner === id;
      }),
    unread: (hosts) => pages.filter((page) => !owners.has(page) && isOn(page, hosts)),
  };
}

/** The member that a page says it is of; etcd names itself in a label. */
export function serverIdOf(set: MetricSet): string | undefined {
  return seriesOf(set, 'etcd_server_id')[0]?.labels.server_id;
}

/** The address of the page behind a base URL; a path that is given is kept. */
export function metricsPage(url: string): string {
  const parsed = new URL(url);
  if (parsed.pathname === '/') parsed.pathname = '/metrics';
  return parsed.href;
}

const againMs = 30_000;

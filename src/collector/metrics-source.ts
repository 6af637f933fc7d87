import type { Shape } from '../model/metric-set.ts';
import type { ErrorKind, MetricsSample, SampleError } from '../model/sample.ts';
import { hasTime, timeLeft } from './deadline.ts';
import { EtcdError, sampleError } from './etcd-error.ts';
import { serverIdOf } from './given-metrics.ts';
import type { PeerDaemon } from './peer-daemon.ts';
import type { Scraper } from './scrape.ts';

export type MetricsRead =
  | { readonly metrics: MetricsSample; readonly metricsError?: undefined }
  | { readonly metrics?: undefined; readonly metricsError: SampleError };

export type MetricsRequest = {
  readonly id: string;
  readonly clusterId: string;
  /** Pages that may be this member's, best first; asked again after Status has answered. */
  readonly pages: () => readonly string[];
  /** Pages of daemons beside this member, for when none of its own can be read. */
  readonly relays: () => readonly string[];
  /** Whether the member answered Status in this tick: if not, a failed page says nothing about the page. */
  readonly up: Promise<boolean>;
  readonly deadlineAt: number;
};

/** Where one member's metrics come from: the pages are tried in order, the one that works is remembered. */
export type MetricsSource = { readonly read: (request: MetricsRequest) => Promise<MetricsRead> };

type Scrape = Pick<Scraper, 'scrape'>;
type Failed = { readonly url: string; readonly error: SampleError };

/** A source that has not found its page yet. When none works, all are tried again every half minute. */
export function createMetricsSource(scraper: Scrape, daemon?: PeerDaemon): MetricsSource {
  let page: string | undefined;
  let shape: Shape | undefined;
  let failed: Failed[] = [];
  let restingUntil = 0;
  let late = 0;
  /** When a page of the member's own is to be looked for again, while a daemon stands in for it. */
  let betterAt = 0;
  /** When the member was first found silent after it had answered. */
  let silentAt: number | undefined;

  const readPage = async (url: string, request: MetricsRequest, limitMs: number): Promise<MetricsSample> => {
    if (daemon === undefined || !request.relays().includes(url)) return scraper.scrape(url, limitMs, shape);
    const { id: memberId, clusterId, up } = request;
    const sample = await daemon.read(url, { memberId, clusterId }, limitMs);
    // What was read while it still answered does not show that it lives.
    if (!(await up) && sample.mono <= (silentAt ?? Number.POSITIVE_INFINITY)) {
      throw new EtcdError('other', 'the daemon has not sampled since the member fell silent');
    }
    return sample;
  };

  const tryPage = async (url: string, request: MetricsRequest, limitMs: number): Promise<MetricsSample | undefined> => {
    try {
      const sample = await readPage(url, request, limitMs);
      const owner = serverIdOf(sample.set);
      if (owner !== undefined && owner !== request.id) {
        throw new EtcdError('other', `the page is that of member ${owner}`);
      }
      return sample;
    } catch (error) {
      failed.push({ url, error: sampleError(error) });
      return undefined;
    }
  };

  const remember = (url: string, { set, relay }: MetricsSample) => {
    if (relay && page !== url) betterAt = performance.now() + betterMs;
    page = url;
    if (!relay) shape = set.shape;
    failed = [];
    late = 0;
  };

  return {
    read: async (request) => {
      const isUp = request.up.then((up) => {
        if (!up) silentAt ??= performance.now();
        else if (silentAt !== undefined) {
          // A member that was started again may have a page of its own now.
          silentAt = undefined;
          betterAt = 0;
        }
        return up;
      });
      if (restingUntil !== 0) {
        if (performance.now() < restingUntil && (await isUp)) return { metricsError: summary(failed) };
        failed = [];
        restingUntil = 0;
      }
      const isOpen = (url: string) => failed.every((one) => one.url !== url);
      const relays = () => request.relays().filter(isOpen);
      const untried = () => request.pages().find(isOpen) ?? relays()[0];
      const isRelay = (url: string) => request.relays().includes(url);
      if (page !== undefined && isRelay(page) && performance.now() >= betterAt) page = undefined;
      if (page !== undefined) failed = [];
      if (late < patience) failed = failed.filter(({ error }) => error.kind !== 'timeout');
      for (let next = page ?? untried(); next !== undefined; next = untried()) {
        const left = timeLeft(request.deadlineAt);
        // A page that never came leaves time for the daemon to stand in.
        const hurried = next !== page && !isRelay(next) && relays().length > 0;
        const sample = await tryPage(next, request, hurried ? left / 2 : left);
        if (sample !== undefined) {
          remember(next, sample);
          return { metrics: sample };
        }
        if (!(await isUp)) {
          // The member is down: what worked before is tried first when it is back.
          const metricsError = summary(failed);
          failed = [];
          return { metricsError };
        }
        if (failed.at(-1)?.error.kind === 'timeout') {
          // A busy member gives its page late: that is no reason to look elsewhere, or to stop asking.
          late += 1;
          const [relay] = hurried && hasTime(request.deadlineAt) ? relays() : [];
          const metrics = relay === undefined ? undefined : await tryPage(relay, request, timeLeft(request.deadlineAt));
          if (relay !== undefined && metrics !== undefined) {
            if (late >= patience) remember(relay, metrics);
            return { metrics };
          }
          if (late < patience) return { metricsError: summary(failed) };
        }
        page = undefined;
        if (!hasTime(request.deadlineAt)) break;
      }
      if (untried() === undefined) restingUntil = performance.now() + restMs;
      return { metricsError: summary(failed) };
    },
  };
}

const restMs = 30_000;
/** How long a daemon may stand in before the member's own pages are tried again. */
const betterMs = 300_000;
/** Pages in a row that did not come in time before they count as out of reach. */
const patience = 3;

/** One error that lists every page tried; its kind is that of the first. */
function summary(failed: readonly Failed[]): SampleError {
  const kind: ErrorKind = failed[0]?.error.kind ?? 'other';
  const tried = failed.map(({ url, error }) => `${url}: ${error.text}`);
  return { kind, text: tried.length === 0 ? 'no address is known where metrics could be' : tried.join('; ') };
}

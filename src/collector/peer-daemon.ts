import { formatDuration } from '../model/format.ts';
import type { Shape } from '../model/metric-set.ts';
import type { MetricsSample } from '../model/sample.ts';
import { EtcdError } from './etcd-error.ts';
import { readMemberPage, type SaidOfMember } from './member-page-read.ts';
import type { Page, PageReader } from './page-reader.ts';

/** What one member's metrics are by the daemon beside it, for as long as they cannot be read themselves. */
export type PeerDaemon = {
  /** The daemon's newest sample, times on our clock; the same one again until the next is due. Rejects with an EtcdError. */
  readonly read: (url: string, from: Whose, deadlineMs: number) => Promise<MetricsSample>;
};

export type Whose = { readonly memberId: string; readonly clusterId: string };

type Known = {
  readonly url: string;
  readonly instance: string;
  /** What is added to the daemon's clock to get ours, ms: the smallest of what its answers allow, as an answer takes its time. */
  readonly offset: number;
  /** When that was told, on our clock. */
  readonly toldAt: number;
  /** The newest sample by the daemon's clock, and as it was given on. */
  readonly theirs: number;
  readonly given: MetricsSample;
  /** The sample after the one that was given on. */
  readonly next: MetricsSample | undefined;
  /** When there may be a newer one. */
  readonly dueAt: number;
};

/** A daemon that was not asked yet. */
export function createPeerDaemon(pages: PageReader): PeerDaemon {
  let known: Known | undefined;
  let shape: Shape | undefined;
  let clocks = { wall: Date.now(), mono: performance.now() };

  const ask = async (url: string, { memberId, clusterId }: Whose, deadlineMs: number): Promise<MetricsSample> => {
    const { host } = new URL(url);
    const page = await pages.read(new URL(url), deadlineMs);
    const said = readMemberPage(page.body.toString(), { memberId, clusterId, host, shape });
    const { newest, before } = samplesOf(said, host);
    const same = known?.url === url && known.instance === said.instance ? known : undefined;
    const offset = offsetOf(said, page, same);
    const times = { offset, toldAt: page.mono, dueAt: dueAt(newest, offset, page.mono) };
    if (same?.theirs === newest.theirs) {
      known = { ...same, ...times };
      return same.given;
    }
    const give = (one: Theirs) => givenOn(one, url, offset, page);
    const last = give(newest);
    shape = last.set.shape;
    // Whoever comes new gets both in turn, so that its second sample makes rates.
    const first = same === undefined && before !== undefined ? give(before) : undefined;
    const next = first && last;
    known = { url, instance: said.instance, ...times, theirs: newest.theirs, given: first ?? last, next };
    return known.given;
  };

  return {
    read: async (url, from, deadlineMs) => {
      const now = { wall: Date.now(), mono: performance.now() };
      // Our clocks part when this machine sleeps: what was told before is then of another time.
      if (Math.abs(now.wall - clocks.wall - (now.mono - clocks.mono)) > 2_000) known = undefined;
      clocks = now;
      if (known?.url !== url) return ask(url, from, deadlineMs);
      if (known.next !== undefined) {
        known = { ...known, given: known.next, next: undefined };
        return known.given;
      }
      return now.mono < known.dueAt ? known.given : ask(url, from, deadlineMs);
    },
  };
}

/** A daemon that keeps its interval has a newer sample than this, at the latest after so many of them. */
const stale = 3;
/** A daemon that samples seldom is still asked whether it is there. */
const longestMs = 15_000;
/** What is older than three times this is history, whatever the interval of the daemon. */
const seldomSeconds = 300;
/** By how much a clock may run faster than another: the offset follows that much. */
const drift = 500e-6;

type Theirs = { readonly metrics: MetricsSample; readonly theirs: number; readonly everySeconds: number };

function samplesOf({ mono, samples }: SaidOfMember, host: string): { newest: Theirs; before: Theirs | undefined } {
  const last = samples.at(-1);
  const { metrics, metricsError } = last?.member ?? {};
  const ageSeconds = (mono - Math.min(last?.mono ?? mono, metrics?.mono ?? mono)) / 1000;
  if (last === undefined || ageSeconds > stale * Math.min(last.everySeconds, seldomSeconds)) {
    throw new EtcdError('other', `the etcdoc daemon at ${host} last sampled ${formatDuration(ageSeconds)} ago`);
  }
  if (metrics === undefined) {
    const why = metricsError?.text ?? 'it does not say why';
    throw new EtcdError(metricsError?.kind ?? 'other', `the etcdoc daemon at ${host} cannot read them either: ${why}`);
  }
  const [first] = samples;
  const before = first !== last && first?.member.metrics;
  const theirs = (of: MetricsSample, everySeconds: number) => ({ metrics: of, theirs: of.mono, everySeconds });
  return {
    newest: theirs(metrics, last.everySeconds),
    before: before && before.mono < metrics.mono ? theirs(before, last.everySeconds) : undefined,
  };
}

function offsetOf(said: SaidOfMember, page: Page, known: Known | undefined): number {
  const told = page.mono - said.mono;
  return known === undefined ? told : Math.min(told, known.offset + (page.mono - known.toldAt) * drift);
}

function dueAt({ theirs, everySeconds }: Theirs, offset: number, now: number): number {
  return Math.min(now + longestMs, theirs + offset + everySeconds * 1000);
}

function givenOn({ metrics, theirs, everySeconds }: Theirs, url: string, offset: number, page: Page): MetricsSample {
  const { seconds, bytes, set } = metrics;
  const relay = { from: metrics.from, everySeconds };
  // The daemon's clock is that of the member, both being on one host.
  const clock = page.clock;
  return { from: url, seconds, bytes, mono: theirs + offset, set, relay, ...(clock && { clock }) };
}

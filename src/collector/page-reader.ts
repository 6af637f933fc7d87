import type { ClockSample } from '../model/sample.ts';
import { startDeadline, untilAborted } from './deadline.ts';
import { dial } from './dial.ts';
import { explainFailure } from './error-text.ts';
import { EtcdError } from './etcd-error.ts';
import type { Connect, Head, PageAgent, PageRequest } from './page-agent.ts';
import type { TlsStore } from './tls-store.ts';

/** Reads pages over connections that stay open between reads. */
export type PageReader = {
  /** One page of `url` within `deadlineMs`, body included; rejects with an EtcdError. */
  readonly read: (url: URL, deadlineMs: number) => Promise<Page>;
  /** Closes the connections; later reads open new ones, with the TLS files of then. */
  readonly drop: () => void;
};

/** A page, how long it took, and when it was here whole (monotonic ms). */
export type Page = {
  readonly body: Buffer;
  readonly seconds: number;
  readonly mono: number;
  /** The clock of whoever answered, by the answer's Date. */
  readonly clock?: ClockSample | undefined;
};

export type PageReaderOptions = {
  readonly tls: TlsStore;
  readonly dialTimeoutMs: number;
  /** What the pages are called in errors. */
  readonly what: string;
  readonly maxMiB: number;
  /** Headers of a request; what it throws fails the read. */
  readonly headers: () => Readonly<Record<string, string>>;
  /** Ends every read when it fires. */
  readonly signal: AbortSignal;
};

/** A reader that follows no redirects, asks no proxy, unpacks nothing and takes no page above its size. */
export function createPageReader({ tls, dialTimeoutMs, signal: stop, ...options }: PageReaderOptions): PageReader {
  const { what, maxMiB, headers } = options;
  const connect: Connect = (url, done) => {
    dial(url, { tls: tls.current(), timeoutMs: dialTimeoutMs, protocol: 'http/1.1', signal: dialling.signal }).then(
      ({ socket }) => {
        // A TLS alert is an error and then an orderly end, and only the end would be reported.
        socket.once('error', (error) => socket.destroy(error));
        done(null, socket);
      },
      (error: Error) => done(error, null),
    );
  };
  let agent: Promise<PageAgent> | undefined;
  let dialling = new AbortController();
  const load = async () => (await import('./page-agent.ts')).openPageAgent(connect);

  const fetchPage = async (url: URL, signal: AbortSignal) => {
    const asked = headers();
    agent ??= load();
    const { get } = await agent;
    const askedAt = Date.now();
    let answeredAt = askedAt;
    const accept: PageRequest['accept'] = (head, bytes) => {
      if (bytes === 0) {
        answeredAt = Date.now();
        rejectHead(head, url);
      } else if (bytes > maxMiB * 1024 * 1024) {
        throw new EtcdError('too-large', `the ${what} of ${url.host} is larger than ${maxMiB} MiB`);
      }
    };
    const { head, body } = await get(url, { headers: asked, signal, accept });
    return { body, clock: clockOf(head.headers.date, askedAt, answeredAt) };
  };

  return {
    read: async (url, deadlineMs) => {
      const started = performance.now();
      const late = `${url.host} gave no whole ${what} within ${deadlineMs} ms`;
      const { deadline, done } = startDeadline(deadlineMs, late, stop);
      try {
        deadline.throwIfAborted();
        // A request that waits for its connection does not mind the signal yet.
        const { body, clock } = await untilAborted(deadline, fetchPage(url, deadline));
        const mono = performance.now();
        const seconds = (mono - started) / 1000;
        return { body, seconds, mono, ...(clock && { clock }) };
      } catch (error) {
        if (deadline.aborted) throw deadline.reason;
        throw explainFailure(error, { url, tls: tls.current() });
      } finally {
        done();
      }
    },
    drop: () => {
      dialling.abort();
      dialling = new AbortController();
      agent?.then((dropped) => dropped.destroy());
      agent = undefined;
    },
  };
}

function rejectHead({ statusCode, headers }: Head, url: URL): void {
  if (statusCode !== 200) {
    const kind = statusCode === 401 || statusCode === 403 ? 'auth' : 'http';
    throw new EtcdError(kind, refusal(url, statusCode, headers.location));
  }
  const encoding = headers['content-encoding'];
  if (encoding !== undefined && encoding !== 'identity') {
    throw new EtcdError('http', `${url.host} sent a compressed page (${String(encoding)}) that was not asked for`);
  }
}

/** The Date of an answer is cut to the second and was written at some time between asking and answer, both wall ms. */
export function clockOf(date: unknown, askedAt: number, answeredAt: number): ClockSample | undefined {
  const stated = typeof date === 'string' ? Date.parse(date) : Number.NaN;
  if (Number.isNaN(stated) || answeredAt < askedAt) return undefined;
  const [least, most] = [stated - answeredAt, stated + 1000 - askedAt];
  return { offsetSeconds: (least + most) / 2000, errorSeconds: (most - least) / 2000 };
}

function refusal(url: URL, status: number, location: unknown): string {
  const at = `${url.origin}${url.pathname}`;
  if (status >= 300 && status < 400) {
    return `${at} redirects (HTTP ${status}) to ${String(location ?? 'nowhere')}, which is not followed`;
  }
  const hint = status === 400 && url.protocol === 'http:' ? `; if it wants TLS, try https://${url.host}` : '';
  return `${at} answered HTTP ${status}${hint}`;
}

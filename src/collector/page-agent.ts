import type { IncomingHttpHeaders } from 'node:http';
import type { Socket } from 'node:net';
import type { Dispatcher } from 'undici';
// The package's front door brings fetch, mocks, caches and proxies with it: three quarters of a megabyte.
import Agent from 'undici/lib/dispatcher/agent.js';

/** Opens a connection to the origin of `url`. */
export type Connect = (url: URL, done: (error: Error | null, socket: Socket | null) => void) => void;

/** What an answer begins with. */
export type Head = { readonly statusCode: number; readonly headers: IncomingHttpHeaders };

/** What is asked, and on which terms. */
export type PageRequest = {
  readonly headers: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
  /** Looks at the head of the answer, and at how long its body is so far; what it throws ends the request. */
  readonly accept: (head: Head, bytes: number) => void;
};

/** Gets pages over connections that stay open: one per origin, no redirects, no proxy. */
export type PageAgent = {
  readonly get: (url: URL, request: PageRequest) => Promise<{ readonly head: Head; readonly body: Buffer }>;
  readonly destroy: () => void;
};

/** An agent whose connections are made by `connect`. Its requests have no time limits but the signal's. */
export function openPageAgent(connect: Connect): PageAgent {
  const agent = new Agent({
    connect: ({ protocol, host }, done) => connect(new URL(`${protocol}//${host}`), done as Parameters<Connect>[1]),
    connections: 1,
    keepAliveTimeout: 60_000,
  });
  return {
    get: (url, request) =>
      new Promise((resolve, reject) => {
        const options: Dispatcher.DispatchOptions = {
          origin: url.origin,
          path: `${url.pathname}${url.search}`,
          method: 'GET',
          headers: { ...request.headers, 'accept-encoding': 'identity' },
          headersTimeout: 0,
          bodyTimeout: 0,
        };
        agent.dispatch(options, wholeAnswer(request, resolve, reject));
      }),
    destroy: () => {
      agent.destroy().catch(() => undefined);
    },
  };
}

/** Gathers an answer as it comes: a stream of the body would cost more than the page itself. */
function wholeAnswer(
  { signal, accept }: PageRequest,
  resolve: (answer: { head: Head; body: Buffer }) => void,
  reject: (error: Error) => void,
): Dispatcher.DispatchHandler {
  const chunks: Buffer[] = [];
  let bytes = 0;
  let head: Head | undefined;
  let onAbort = () => {};
  return {
    onRequestStart(controller) {
      onAbort = () => controller.abort(signal.reason);
      if (signal.aborted) onAbort();
      else signal.addEventListener('abort', onAbort, { once: true });
    },
    onResponseStart(_, statusCode, headers) {
      if (statusCode < 200) return;
      head = { statusCode, headers };
      accept(head, 0);
    },
    onResponseData(_, chunk) {
      bytes += chunk.length;
      if (head) accept(head, bytes);
      chunks.push(chunk);
    },
    onResponseEnd() {
      signal.removeEventListener('abort', onAbort);
      if (head) resolve({ head, body: Buffer.concat(chunks, bytes) });
    },
    onResponseError(_, error) {
      signal.removeEventListener('abort', onAbort);
      reject(error);
    },
  };
}

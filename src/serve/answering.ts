import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Limits } from './limits.ts';
import { type Answer, contentTypes, type Page, type Shown, serverName } from './page.ts';
import { carries, type Token } from './token.ts';
import type { Refusal, TrafficCount } from './traffic.ts';
import { countUnderWay } from './under-way.ts';

type Setting = {
  readonly shown: Shown;
  readonly token: Token | undefined;
  readonly limits: Limits;
  readonly traffic: TrafficCount;
};

type Refused = Answer & { readonly reason: Refusal };

/** Answers requests by the table of pages. Nothing of a request is ever sent back. */
export function answering({ shown, token, limits, traffic }: Setting) {
  const table = new Map(shown.pages.map((page) => [page.path, page]));
  const underWay = countUnderWay(limits, () => traffic.refuse('slow'));

  /** The page of exactly this path: nothing is decoded, joined or resolved. */
  function pageOf(url = ''): Page | undefined {
    const query = url.indexOf('?');
    return table.get(query < 0 ? url : url.slice(0, query));
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const page = pageOf(request.url);
    const refused = refusalOf(request, page);
    if (!underWay.begin(request, response, page?.long === true && !refused)) {
      traffic.refuse('in-flight');
      request.socket.destroy();
      return;
    }
    if (!page || refused) {
      const given = refused ?? unknownPage;
      traffic.refuse(given.reason);
      send(request, response, given);
      return;
    }
    const given = await answerOf(page, request.headers.accept);
    if (request.socket.destroyed) return;
    traffic.answer(page.path, given.status);
    send(request, response, given);
  }

  async function answerOf(page: Page, accept: string | undefined): Promise<Answer> {
    try {
      return await page.answer(shown, accept);
    } catch {
      // What went wrong may hold anything; it is counted, and the page says only that it failed.
      traffic.refuse('failed');
      return { status: 500, type: contentTypes.plain, body: 'this page failed\n' };
    }
  }

  function refusalOf(request: IncomingMessage, page: Page | undefined): Refused | undefined {
    const { method, headers, url = '', httpVersion, httpVersionMajor } = request;
    if (hasBody(request)) return refusal('body', 413, 'requests have no body here\n', { Connection: 'close' });
    if (method !== 'GET' && method !== 'HEAD')
      return refusal('method', 405, 'only GET and HEAD\n', { Allow: 'GET, HEAD' });
    // A proxy's form of a path, HTTP/0.9, and HTTP/1.1 without the Host that it demands.
    const odd = !url.startsWith('/') || httpVersionMajor < 1 || (headers.host === undefined && httpVersion === '1.1');
    if (odd) return refusal('malformed', 400, 'bad request\n', { Connection: 'close' });
    if (!page) return unknownPage;
    if (token && !page.open && !carries(headers.authorization, token))
      return refusal('unauthorized', 401, 'a bearer token is needed\n', { 'WWW-Authenticate': 'Bearer' });
    if (page.long && underWay.full())
      return refusal('in-flight', 503, 'too many requests at once\n', { 'Retry-After': '1' });
    return undefined;
  }

  return (request: IncomingMessage, response: ServerResponse): void => {
    // Nothing that one client does may end the daemon.
    response.on('error', () => {});
    answer(request, response).catch(() => {
      traffic.refuse('failed');
      request.socket.destroy();
    });
  };
}

const unknownPage = refusal('unknown-page', 404, 'no such page\n');

function refusal(reason: Refusal, status: number, body: string, headers?: Record<string, string>): Refused {
  return { reason, status, type: contentTypes.plain, body, headers };
}

function hasBody({ headers }: IncomingMessage): boolean {
  const length = headers['content-length'];
  return headers['transfer-encoding'] !== undefined || (length !== undefined && length !== '0');
}

function send(request: IncomingMessage, response: ServerResponse, { status, type, body, headers }: Answer): void {
  const bytes = typeof body === 'string' ? Buffer.from(body) : body;
  response.writeHead(status, {
    'Content-Type': type,
    'Content-Length': bytes.length,
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
    'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
    'Referrer-Policy': 'no-referrer',
    Server: serverName,
    ...headers,
  });
  response.end(request.method === 'HEAD' ? undefined : bytes);
}

import { expositionTypes, wantedFormat } from '../report/exposition-format.ts';
import { healthJson } from '../report/health-json.ts';
import type { Board } from './board.ts';
import { landingPage } from './landing.ts';
import { type Answer, contentTypes, memberHeader, type Page } from './page.ts';
import { statusOf } from './status.ts';

/** ★ Everything the daemon answers over HTTP. */
export const pages: readonly Page[] = [
  {
    path: '/',
    about: 'this page',
    answer: (shown) => ({ status: 200, type: contentTypes.html, body: landingPage(shown) }),
  },
  {
    path: '/health',
    about: 'the cluster in one word and the alerts that fire, as JSON; 200 while healthy, 503 otherwise',
    answer: ({ board }) => {
      const status = statusOf(board);
      const body = healthJson({ status, lastCheckAt: board.sample?.at, firing: board.firing });
      return { status: status === 'healthy' ? 200 : 503, type: contentTypes.json, body };
    },
  },
  {
    path: '/livez',
    about: 'whether the loop of this daemon runs, whatever etcd does',
    open: true,
    answer: ({ board }) =>
      board.silentSeconds() > deadlockSeconds(board)
        ? unavailable('the loop takes no samples\n')
        : { ...ok('ok\n'), headers: whose(board) },
  },
  {
    path: '/readyz',
    about: 'whether a first sample was taken',
    open: true,
    answer: ({ board }) => (board.view === undefined ? unavailable('no sample yet\n') : ok('ok\n')),
  },
  {
    path: '/metrics',
    about: 'everything as Prometheus metrics; OpenMetrics on request',
    long: true,
    answer: async ({ exposition }, accept) => {
      const format = wantedFormat(accept);
      const headers = { Vary: 'Accept' };
      return { status: 200, type: expositionTypes[format], body: await exposition(format), headers };
    },
  },
  {
    path: '/member',
    about: 'the last raw sample of the member on this host, which etcdoc top on another host reads',
    long: true,
    answer: ({ memberPage }) => {
      const body = memberPage();
      return body === undefined
        ? unavailable('no sample of a member on this host yet\n')
        : { status: 200, type: contentTypes.json, body };
    },
  },
];

const ok = (body: string): Answer => ({ status: 200, type: contentTypes.plain, body });
const unavailable = (body: string): Answer => ({ status: 503, type: contentTypes.plain, body });

/** What is no id of a member is foreign text, and goes into no header. */
function whose({ localId = '' }: Board): Answer['headers'] {
  return /^[0-9a-f]{1,16}$/.test(localId) ? { [memberHeader]: localId } : undefined;
}

/** A sample takes at most its time-outs, however ill etcd is: a loop silent for so long will not come back by itself. */
function deadlockSeconds({ intervalSeconds }: Board): number {
  return Math.max(60, 5 * intervalSeconds);
}

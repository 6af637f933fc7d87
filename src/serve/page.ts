import type { ExpositionFormat } from '../report/exposition-format.ts';
import type { Board } from './board.ts';

/** What the listener calls itself: by this a daemon knows its like, for something else may hold the port on another host. */
export const serverName = 'etcdoc';

/** In the answer of `/livez`: the id of the member that the daemon is beside, by which others tell whose daemon it is. */
export const memberHeader = 'etcdoc-member';

export const contentTypes = {
  json: 'application/json; charset=utf-8',
  plain: 'text/plain; charset=utf-8',
  html: 'text/html; charset=utf-8',
} as const;

/** What the pages show. */
export type Shown = {
  readonly board: Board;
  readonly version: string;
  /** The pages there are. */
  readonly pages: readonly Page[];
  /** The text of /metrics, made at most once a second. */
  readonly exposition: (format: ExpositionFormat) => Promise<Buffer>;
  /** The last raw sample of the local member as text; undefined while there is none. */
  readonly memberPage: () => string | undefined;
};

export type Answer = {
  readonly status: number;
  readonly type: string;
  readonly body: string | Buffer;
  readonly headers?: Readonly<Record<string, string>> | undefined;
};

export type Page = {
  readonly path: string;
  /** For the landing page and the README. */
  readonly about: string;
  /** Answers without the token: the kubelet's probes carry none, and these two say nothing about etcd but which member is here. */
  readonly open?: true | undefined;
  /** So long that only so many answers may be under way at once. */
  readonly long?: true | undefined;
  readonly answer: (shown: Shown, accept: string | undefined) => Answer | Promise<Answer>;
};

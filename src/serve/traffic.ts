/** Why a request or a connection was turned away; ★ every reason that is counted. */
export const refusals = [
  'connections',
  'in-flight',
  'malformed',
  'method',
  'body',
  'unknown-page',
  'unauthorized',
  'slow',
  'tls',
  'failed',
] as const;

export type Refusal = (typeof refusals)[number];

/** What came in over HTTP since the start, by page and status, and what was refused, by reason. */
export type Traffic = {
  readonly answered: ReadonlyMap<string, number>;
  readonly refused: ReadonlyMap<Refusal, number>;
  readonly openConnections: number;
};

/** Counts; the pages and statuses are our own, so the maps stay small. */
export type TrafficCount = Traffic & {
  openConnections: number;
  readonly answer: (path: string, status: number) => void;
  readonly refuse: (reason: Refusal) => void;
};

export function countTraffic(): TrafficCount {
  const answered = new Map<string, number>();
  const refused = new Map<Refusal, number>(refusals.map((reason) => [reason, 0]));
  return {
    answered,
    refused,
    openConnections: 0,
    answer: (path, status) => answered.set(`${path} ${status}`, (answered.get(`${path} ${status}`) ?? 0) + 1),
    refuse: (reason) => refused.set(reason, (refused.get(reason) ?? 0) + 1),
  };
}

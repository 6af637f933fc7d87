/** What one listener puts up with; every bound is reached only by somebody who means harm or is broken. */
export type Limits = {
  /** Open connections, and how many of them one address may hold: the rest stay free for the probes of others. */
  readonly connections: number;
  readonly connectionsPerAddress: number;
  /** Answers under way of the pages that are long. */
  readonly inFlight: number;
  /** Requests that one connection may have sent without waiting for the answers. */
  readonly unansweredPerConnection: number;
  readonly headerBytes: number;
  /** From the first byte of a connection to the end of the request's headers. */
  readonly headersMs: number;
  /** Within which a connection must move, and within which an answer must have been taken. */
  readonly socketMs: number;
  readonly answerMs: number;
  /** How long a connection may wait for its next request, and how many it may make. */
  readonly keepAliveMs: number;
  readonly requestsPerConnection: number;
};

export const defaultLimits: Limits = {
  connections: 256,
  connectionsPerAddress: 64,
  inFlight: 64,
  unansweredPerConnection: 16,
  headerBytes: 8192,
  headersMs: 5000,
  socketMs: 10_000,
  answerMs: 15_000,
  keepAliveMs: 30_000,
  requestsPerConnection: 1000,
};

import type { Connection } from './connection.ts';
import { EtcdError } from './etcd-error.ts';

/** Asks one endpoint for a token; undefined when authentication is off there. */
export type Authenticate = (user: { name: string; password: string }) => Promise<string | undefined>;

/**
 * The token of one user, shared by the clients of all members: every Authenticate is a raft proposal and a password hash on the
 * server, so it is asked for once, again only when it was refused, and a wrong password only every half minute.
 */
export type Tokens = {
  readonly get: (authenticate: Authenticate) => Promise<string | undefined>;
  /** A server refused this token: the next `get` asks for another. */
  readonly refused: (token: string | undefined) => void;
};

const wrongPasswordMs = 30_000;

/** Tokens for a connection; without a user there is never one. */
export function createTokens(user: Connection['user'], now: () => number = () => performance.now()): Tokens {
  let current: Promise<string | undefined> | undefined;
  let value: string | undefined;
  let refusal: { readonly error: EtcdError; readonly at: number } | undefined;
  return {
    get: async (authenticate) => {
      if (user === undefined) return undefined;
      if (refusal !== undefined && now() - refusal.at < wrongPasswordMs) throw refusal.error;
      const asked = current ?? authenticate(user);
      current = asked;
      try {
        value = await asked;
        refusal = undefined;
        return value;
      } catch (error) {
        if (current === asked) current = undefined;
        if (error instanceof EtcdError && error.kind === 'auth') refusal = { error, at: now() };
        throw error;
      }
    },
    refused: (token) => {
      if (token === value) current = undefined;
    },
  };
}

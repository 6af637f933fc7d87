import { UsageError } from '../usage-error.ts';
import type { Sourced } from './sourced.ts';

/** Who to log in as; without a password a person has to be asked. */
export type User = { readonly name: string; readonly password?: string | undefined; readonly from: string };

/** The user as etcdctl reads it: `name:password` in one, or the password on its own. */
export function userOf(user: Sourced<string> | undefined, password: Sourced<string> | undefined): User | undefined {
  if (user === undefined) {
    // A password in the environment without a user does nothing in etcdctl; on the command line it is a slip.
    if (password?.from === '--password') throw new UsageError(password.from, 'no user is given', 'add --user NAME');
    return undefined;
  }
  if (password !== undefined) return named({ name: user.value, password: password.value, from: user.from });
  const colon = user.value.indexOf(':');
  if (colon < 0) return named({ name: user.value, from: user.from });
  return named({ name: user.value.slice(0, colon), password: user.value.slice(colon + 1), from: user.from });
}

function named(user: User): User {
  if (user.name === '') throw new UsageError(user.from, 'the user name is empty', 'write NAME or NAME:PASSWORD');
  return user;
}

import { createHash, timingSafeEqual } from 'node:crypto';
import { type WatchedFiles, watchFiles } from '../files/watched-files.ts';
import { ListenError, unreadable } from './listen-error.ts';

/** The bearer token of a file, its hash that is: nothing else of it is kept. */
export type Token = WatchedFiles<Buffer>;

/** Reads the token; throws a ListenError when there is none, because an empty file must not open the door. */
export function openToken(path: string): Token {
  const make = ([content]: readonly (Buffer | undefined)[]): Buffer => {
    const token = content?.toString('utf8').trim() ?? '';
    if (token === '') throw new ListenError(`${path} holds no token`);
    if (/[^\x21-\x7e]/.test(token)) throw new ListenError(`${path} holds more than one token of printable characters`);
    return digest(token);
  };
  return watchFiles({ paths: [path], make, unreadable });
}

/** Whether an Authorization header carries the token; takes as long for every wrong one. */
export function carries(header: string | undefined, token: Token): boolean {
  const [, given] = /^Bearer +(\S+) *$/i.exec(header ?? '') ?? [];
  return timingSafeEqual(digest(given ?? ''), token.current());
}

function digest(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

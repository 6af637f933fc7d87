import { suggestion } from '../nearest.ts';
import { UsageError } from '../usage-error.ts';
import { longestMs, parseSeconds } from './duration.ts';

/** A parser of seconds, `60`, `60s` or `1m`, of at least `least` and at most twelve days. */
export const seconds =
  (flag: string, least: number) =>
  (text: string): number => {
    const value = parseSeconds(text);
    if (value === undefined) throw new UsageError(flag, `${text} is no number of seconds`, 'write it as 5, 0.5 or 1m');
    if (value < least) throw new UsageError(flag, `${text} is too short`, `write ${least} or more`);
    if (value * 1000 > longestMs) throw new UsageError(flag, `${text} is too long`, 'write 288h or less');
    return value;
  };

/** A parser of whole numbers from 1. */
export const count =
  (flag: string) =>
  (text: string): number => {
    if (!/^[1-9]\d{0,8}$/.test(text)) throw new UsageError(flag, `${text} is no count`, 'write a whole number from 1');
    return Number(text);
  };

/** A parser of one word out of a list. */
export const oneOf =
  <T extends string>(flag: string, words: readonly T[]) =>
  (text: string): T => {
    const found = words.find((word) => word === text);
    if (found === undefined) throw new UsageError(flag, `unknown value ${text}`, suggestion(text, words));
    return found;
  };

/** A parser of speeds: 0 holds, 1 is the recording's own pace. */
export const speed =
  (flag: string) =>
  (text: string): number => {
    const value = Number(text.replace(/x$/, ''));
    if (text === '' || !(value >= 0) || !Number.isFinite(value))
      throw new UsageError(flag, `${text} is no speed`, 'write a factor such as 1, 10 or 0.5');
    return value;
  };

/** A parser of moments, RFC 3339 or seconds since 1970, to wall ms. */
export const moment =
  (flag: string) =>
  (text: string): number => {
    const at = /^\d{9,11}(\.\d+)?$/.test(text) ? Number(text) * 1000 : Date.parse(text);
    if (Number.isNaN(at)) throw new UsageError(flag, `${text} is no time`, 'write it as 2026-11-21T14:02:11Z');
    return at;
  };

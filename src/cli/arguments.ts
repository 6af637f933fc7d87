import type { Command } from 'commander';
import { nearest } from './nearest.ts';
import { seconds } from './options/argument-parsers.ts';
import { UsageError } from './usage-error.ts';

const ownFlags = new Set(['-h', '--help', '-V', '--version']);

/** Flags of the Go etcdoc, which took one dash or two for each. */
const once = /^--?once(=(true|t|1))?$/i;
const oneDash = /^-(config|interval)(=|$)/;

/**
 * The words with a command in front: `--once` is check, as in the Go etcdoc; no command is top on a terminal and help elsewhere; flags
 * alone are top's.
 */
export function chooseCommand(given: readonly string[], program: Command, onTerminal: boolean): string[] {
  const words = given.map((word) => (oneDash.test(word) ? `-${word}` : word));
  const [first] = words;
  const names = [...program.commands.map((command) => command.name()), 'help'];
  if (words.some((word) => once.test(word))) {
    const others = withoutInterval(words.filter((word) => !once.test(word)));
    return others[0] !== undefined && ['check', 'top'].includes(others[0])
      ? ['check', ...others.slice(1)]
      : ['check', ...others];
  }
  if (first === undefined) return onTerminal ? ['top'] : ['help'];
  if (ownFlags.has(first) || names.includes(first)) return words;
  if (first.startsWith('-')) return ['top', ...words];
  const meant = nearest(first, names);
  throw new UsageError(
    `unknown command ${first}`,
    meant === undefined ? 'see etcdoc --help' : `did you mean ${meant}?`,
  );
}

/** One evaluation has no interval: beside `--once` the Go etcdoc took one and did nothing with it. */
function withoutInterval(words: readonly string[]): string[] {
  const at = words.findIndex((word) => /^--interval(=|$)/.test(word));
  const word = words[at];
  if (word === undefined) return [...words];
  const [, inside] = word.split('=');
  const value = inside ?? words[at + 1];
  if (value === undefined) throw new UsageError('--interval', 'a number of seconds is missing');
  seconds('--interval', 0)(value);
  return words.toSpliced(at, inside === undefined ? 2 : 1);
}

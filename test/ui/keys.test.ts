import type { Key } from 'ink';
import { describe, expect, test } from 'vitest';
import { keyNames, typedBy } from '../../src/ui/keys/key-names.ts';
import { keymap, keyRows, rowOf, shownKey } from '../../src/ui/keys/keymap.ts';

const noKey: Key = {
  upArrow: false,
  downArrow: false,
  leftArrow: false,
  rightArrow: false,
  pageDown: false,
  pageUp: false,
  home: false,
  end: false,
  return: false,
  escape: false,
  ctrl: false,
  shift: false,
  tab: false,
  backspace: false,
  delete: false,
  meta: false,
  super: false,
  hyper: false,
  capsLock: false,
  numLock: false,
};

describe('input becomes key names', () => {
  test.each<[string, Partial<Key>, string[]]>([
    ['j', {}, ['j']],
    ['jjk', {}, ['j', 'j', 'k']],
    [' ', {}, ['space']],
    ['', { upArrow: true }, ['up']],
    ['\r', { return: true }, ['enter']],
    ['\t', { tab: true }, ['tab']],
    ['', { tab: true, shift: true }, ['shift-tab']],
    ['c', { ctrl: true }, ['ctrl-c']],
    ['G', { shift: true }, ['G']],
    ['x', { meta: true }, []],
    ['', { escape: true }, ['esc']],
    ['ab\r', {}, ['a', 'b', 'enter']],
    ['a\u0007\u202eb', {}, ['a', 'b']],
    ['q', { eventType: 'release' }, []],
    ['', {}, []],
  ])('%j %j', (input, key, names) => {
    expect(keyNames(input, { ...noKey, ...key })).toEqual(names);
  });

  test('only characters type', () => {
    expect([typedBy('a'), typedBy('space'), typedBy('é'), typedBy('up'), typedBy('ctrl-c')]).toEqual([
      'a',
      ' ',
      'é',
      undefined,
      undefined,
    ]);
  });
});

describe('the keymap', () => {
  test('gives no key two meanings', () => {
    const keys = keymap.flatMap((row) => row.keys);
    expect(keys.length).toBe(new Set(keys).size);
  });

  test('has every key of the design', () => {
    const designed =
      '? h q ctrl-c esc space p Z z [ ] T t { } b end L + - d r ctrl-l up down j k pageup pagedown home g G tab shift-tab 1 2 3 4 5 6 7 8 9 e enter s < > I f / n N w c A m a x l y o R H v ctrl-z D';
    expect(designed.split(' ').filter((key) => rowOf(key) === undefined)).toEqual([]);
  });

  test('tells help and README each key with a sentence', () => {
    for (const { keys, help, group } of keyRows()) {
      expect(keys).not.toBe('');
      expect(help.length).toBeGreaterThan(3);
      expect(group).not.toBe('');
    }
    expect(keyRows().find(({ help }) => help === 'sample now')).toEqual({
      keys: 'r',
      label: '',
      help: 'sample now',
      group: 'time',
    });
  });

  test('writes keys for people', () => {
    expect(['ctrl-l', 'space', 'shift-tab', 'q'].map(shownKey)).toEqual(['Ctrl-L', 'SPC', 'Shift-TAB', 'q']);
  });
});

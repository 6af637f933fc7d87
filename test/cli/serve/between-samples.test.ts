import { afterEach, expect, test, vi } from 'vitest';
import type { Assembly } from '../../../src/cli/serve/assembly.ts';
import { watchBetweenSamples } from '../../../src/cli/serve/between-samples.ts';
import type { Listener } from '../../../src/serve/listener.ts';

afterEach(() => vi.useRealTimers());

test('files that cannot be used any more are said once, those of the listener and those for etcd, and again when they went bad again', () => {
  vi.useFakeTimers();
  const said: string[] = [];
  const now: { ofListener: string[]; ofPeers?: string; notices: string[] | undefined } = {
    ofListener: [],
    notices: undefined,
  };
  const assembly = {
    daemon: {
      watch: () => undefined,
      board: {
        sample: {
          get notices() {
            return now.notices;
          },
        },
      },
    },
    outputs: { news: () => [] },
    peers: { problem: () => now.ofPeers },
    speech: { note: (level: string, msg: string, text: string) => void said.push(`${level} ${msg} ${text}`) },
  };
  const listener = { problems: () => now.ofListener };
  const stop = watchBetweenSamples(assembly as unknown as Assembly, listener as unknown as Listener);
  vi.advanceTimersByTime(2000);
  expect(said).toEqual([]);
  now.notices = ['client.crt holds no certificate'];
  now.ofListener = ['s.key is not the key of s.crt'];
  vi.advanceTimersByTime(5000);
  const both = ['error ETCD_CONFIG s.key is not the key of s.crt', 'error ETCD_CONFIG client.crt holds no certificate'];
  expect(said).toEqual(both);
  now.notices = undefined;
  vi.advanceTimersByTime(1000);
  now.notices = ['client.crt holds no certificate'];
  vi.advanceTimersByTime(1000);
  expect(said).toEqual([...both, both[1]]);
  now.ofPeers = 'no such name';
  vi.advanceTimersByTime(1000);
  expect(said.at(-1)).toBe('error ETCD_CONFIG no such name');
  stop();
});

import { mkdtempSync, readFileSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { clipboardSequence } from '../../src/cli/clipboard.ts';
import { outputPath, shortPath, writeNew } from '../../src/cli/output-file.ts';
import { createRecordingSwitch } from '../../src/cli/recording-switch.ts';
import { createScreenHost } from '../../src/cli/screen-host.ts';
import { createSession } from '../../src/cli/session.ts';
import { readSamples } from '../../src/collector/replay.ts';
import { createMonitor } from '../../src/model/monitor.ts';
import { sampleOf } from '../model/samples.ts';

const directory = mkdtempSync(join(tmpdir(), 'etcdoc-files-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

describe('a file of our own', () => {
  test('is for its owner alone and never overwrites or follows', () => {
    const path = join(directory, 'a.txt');
    expect(writeNew(path, 'one')).toBe(path);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(writeNew(path, 'two')).toBe(join(directory, 'a-2.txt'));
    expect(readFileSync(path, 'utf8')).toBe('one');
    symlinkSync('/nope/target', join(directory, 'b.txt'));
    expect(writeNew(join(directory, 'b.txt'), 'x')).toBe(join(directory, 'b-2.txt'));
  });

  test('is named by its time', () => {
    expect(outputPath(Date.UTC(2026, 10, 21, 14, 2, 11), '.txt')).toMatch(/\/etcdoc-20261121T140211Z\.txt$/);
  });
});

describe('the clipboard', () => {
  const decode = (sequence = '') =>
    Buffer.from(/52;c;([A-Za-z0-9+/=]*)/.exec(sequence)?.[1] ?? '', 'base64').toString();

  test('gets cleaned text by OSC 52', () => {
    const sequence = clipboardSequence('a\x1b[2J\nb', {});
    expect(sequence).toBe(`\x1b]52;c;${Buffer.from('a\\x1b[2J\nb').toString('base64')}\x07`);
    expect(decode(sequence)).toBe('a\\x1b[2J\nb');
  });

  test('is reached through tmux and screen', () => {
    expect(clipboardSequence('a', { TMUX: '/tmp/t,1,0' })).toBe('\x1bPtmux;\x1b\x1b]52;c;YQ==\x07\x1b\\');
    const parts = clipboardSequence('x'.repeat(200), { STY: '1.pts' }) ?? '';
    expect(parts.split('\x1b\\').filter(Boolean).length).toBeGreaterThan(2);
    expect(decode(parts.replaceAll('\x1bP', '').replaceAll('\x1b\\', ''))).toBe('x'.repeat(200));
  });

  test('is not flooded', () => expect(clipboardSequence('x'.repeat(100_000), {})).toBeUndefined());
});

describe('recording', () => {
  const sample = sampleOf({ seconds: 0, members: { a: {} } });

  test('is switched off and says how much it wrote', () => {
    const path = join(directory, 'r.ndjson');
    const recording = createRecordingSwitch(path);
    recording.write(sample);
    const bytes = recording.current()?.bytes ?? 0;
    expect(bytes).toBeGreaterThan(100);
    expect(recording.toggle()).toBe(`recording stopped: ${shortPath(path)}, ${bytes} bytes`);
    expect(recording.current()).toBeUndefined();
  });

  test('to a file that exists is an error of usage', () => {
    expect(() => createRecordingSwitch(join(directory, 'a.txt'))).toThrow('--record: cannot record to');
  });
});

describe('the screen', () => {
  const monitor = createMonitor({ windowSeconds: 60 });
  const session = createSession({
    monitor,
    open: () => Promise.reject(new Error('not opened here')),
    writer: () => undefined,
  });
  const recording = { get: async () => createRecordingSwitch(undefined), current: undefined };
  const options = { session, monitor, endpoints: [], intervalSeconds: 2, allowActions: false, recording };
  const host = createScreenHost({ ...options, mode: 'live', connect: undefined });

  test('writes the sample as a recording and the screen beside it', async () => {
    expect(await host.writeSample(0, 'screen')).toBe('there is no sample to write yet');
    monitor.push(sampleOf({ seconds: 0, members: { a: {} } }));
    const said = await host.writeSample(0, 'screen');
    const [, text = ''] = /^wrote (etcdoc-\S+\.txt) and the same as \.ndjson$/.exec(said) ?? [];
    const samples = text.replace(/txt$/, 'ndjson');
    try {
      expect(readFileSync(text, 'utf8')).toBe('screen\n');
      const read = [];
      for await (const one of readSamples(samples)) read.push(one.at);
      expect(read).toEqual([monitor.sampleAt(0)?.at]);
    } finally {
      for (const path of [text, samples]) rmSync(path, { force: true });
    }
  });

  test('has no diagnostics where there is no cluster to ask', async () => {
    expect(host.diagnostics).toEqual([]);
    await expect(
      host.runDiagnostic('health', new AbortController().signal)[Symbol.asyncIterator]().next(),
    ).rejects.toThrow('no diagnostic');
  });

  test('keeps the interval it was given', () => {
    host.setInterval(5);
    expect(host.intervalSeconds).toBe(5);
  });
});

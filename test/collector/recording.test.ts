import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { parseMetrics } from '../../src/collector/metrics-text.ts';
import { openRecorder, record } from '../../src/collector/recording.ts';
import { createReplay, readSamples } from '../../src/collector/replay.ts';
import { shapeOf } from '../../src/model/metric-set.ts';
import { wantedFamilies } from '../../src/model/registry.ts';
import type { ClusterSample } from '../../src/model/sample.ts';
import { fixturePages } from './fixture-pages.ts';

let directory = '';
let path = '';
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'etcdoc-recording-'));
  path = join(directory, 'one.ndjson');
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const set = parseMetrics(Buffer.from(fixturePages.get('3.5.30-leader') ?? ''), wantedFamilies);

function sampleAt(second: number): ClusterSample {
  return {
    at: 1_700_000_000_000 + second * 1000,
    mono: 5000 + second * 1000,
    intervalSeconds: 1,
    clusterId: 'c1',
    endpoints: [{ endpoint: 'http://x:1', error: { kind: 'dns', text: 'x does not resolve' } }],
    members: [
      {
        id: 'ffffffffffffffff',
        name: 'a\u001b[2J',
        endpoint: 'https://a:2379',
        peerUrls: ['https://a:2380'],
        clientUrls: [],
        learner: false,
        status: {
          version: '3.5.30',
          leaderId: 'ffffffffffffffff',
          term: 18446744073709551615n,
          raftIndex: 9007199254740993n,
          appliedIndex: 2n,
          revision: 3n,
          dbSizeBytes: 4,
          learner: false,
          errors: ['memberID:1 alarm:NOSPACE '],
          rttSeconds: 0.001,
        },
        metrics: {
          from: 'http://a:8080/member',
          seconds: 0.01,
          bytes: 190_000,
          mono: 5000 + second * 1000,
          set,
          relay: { from: 'http://127.0.0.1:2381/metrics', everySeconds: 15 },
        },
        linearizable: { at: 1, error: { kind: 'timeout', text: 'late' } },
      },
      {
        id: '1',
        name: '',
        endpoint: '',
        peerUrls: [],
        clientUrls: [],
        learner: true,
        statusError: { kind: 'unstarted', text: 'x' },
      },
    ],
  };
}

async function all(source: AsyncIterable<ClusterSample>): Promise<ClusterSample[]> {
  const samples: ClusterSample[] = [];
  for await (const sample of source) samples.push(sample);
  return samples;
}

async function* given(...samples: ClusterSample[]): AsyncGenerator<ClusterSample> {
  yield* samples;
}

describe('a recording', () => {
  test('gives back what was recorded, 64-bit numbers and gaps included', async () => {
    const gappy = { ...set, values: set.values.map((value, index) => (index === 3 ? Number.NaN : value)) };
    const [first, second] = [sampleAt(0), sampleAt(1)];
    const odd = {
      ...second,
      members: second.members.map((one) => (one.metrics ? { ...one, metrics: { ...one.metrics, set: gappy } } : one)),
    };
    expect(await all(record(given(first, odd), openRecorder(path)))).toEqual([first, odd]);
    expect(await all(readSamples(path))).toEqual([first, odd]);
  });

  test('says the keys once, not per sample', async () => {
    await all(record(given(sampleAt(0), sampleAt(1), sampleAt(2)), openRecorder(path)));
    const lines = readFileSync(path, 'utf8').trim().split('\n');
    expect(lines.map((line) => Object.keys(JSON.parse(line))[0])).toEqual([
      'etcdoc',
      'shape',
      'sample',
      'sample',
      'sample',
    ]);
    expect(lines[2]?.length).toBeLessThan(4000);
  });

  test('carries marks in the next sample', async () => {
    const recorder = openRecorder(path);
    recorder.mark({ at: 7, text: 'deploy' });
    recorder.write(sampleAt(0));
    recorder.write(sampleAt(1));
    recorder.close();
    expect((await all(readSamples(path))).map(({ marks }) => marks)).toEqual([[{ at: 7, text: 'deploy' }], undefined]);
  });

  test('is readable by its owner only, overwrites nothing and follows no link', () => {
    openRecorder(path).close();
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(() => openRecorder(path)).toThrow(`cannot record to ${path}: the file exists already`);
    const link = join(directory, 'link');
    symlinkSync(join(directory, 'target'), link);
    expect(() => openRecorder(link)).toThrow('cannot record to');
    expect(existsSync(join(directory, 'target'))).toBe(false);
    expect(() => openRecorder(join(directory, 'none', 'x'))).toThrow('its directory does not exist');
  });

  test('is put aside when it is large, and each file stands on its own', async () => {
    const recorder = openRecorder(path, { maxBytes: 12_000, maxFiles: 3 });
    for (let second = 0; second < 30; second += 1) recorder.write(sampleAt(second));
    recorder.close();
    expect([path, `${path}.1`, `${path}.2`, `${path}.3`].map((file) => existsSync(file))).toEqual([
      true,
      true,
      true,
      false,
    ]);
    const kept = [
      ...(await all(readSamples(`${path}.2`))),
      ...(await all(readSamples(`${path}.1`))),
      ...(await all(readSamples(path))),
    ];
    const seconds = kept.map(({ mono }) => (mono - 5000) / 1000);
    expect(seconds).toEqual(Array.from({ length: seconds.length }, (_, index) => 30 - seconds.length + index));
    for (const file of [path, `${path}.1`]) expect(statSync(file).size).toBeLessThan(16_000);
  });

  test.runIf(existsSync('/dev/full'))(
    'that finds the disk full stops with a sentence, and the samples go on',
    async () => {
      const recorder = openRecorder(path, { maxBytes: 1 });
      recorder.write(sampleAt(0));
      rmSync(directory, { recursive: true });
      recorder.write(sampleAt(1));
      expect(recorder.problem()).toMatch(/^recording to .* has stopped: its directory does not exist/);
      expect(await all(record(given(sampleAt(2)), recorder))).toHaveLength(1);
    },
  );
});

describe('what is replayed', () => {
  const write = (...lines: unknown[]) =>
    writeFileSync(path, lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n'));
  const header = { etcdoc: 'etcdoc/recording/v1', startedAt: 1 };
  const sample = { at: 1, mono: 1, intervalSeconds: 1, members: [], endpoints: [] };

  test('a last line without its end is where the writer stopped', async () => {
    write(header, { sample }, '{"sample":{"at":1,"mo');
    expect(await all(readSamples(path))).toEqual([sample]);
  });

  test('an archive is read as it is, a cut one as far as it goes', async () => {
    await all(record(given(...Array.from({ length: 200 }, (_, n) => sampleAt(n))), openRecorder(path)));
    const packed = gzipSync(readFileSync(path));
    writeFileSync(`${path}.gz`, packed);
    expect(await all(readSamples(`${path}.gz`))).toHaveLength(200);
    writeFileSync(`${path}.cut.gz`, packed.subarray(0, packed.length - 3000));
    const read = await all(readSamples(`${path}.cut.gz`));
    expect(read.length).toBeGreaterThan(0);
    expect(read.length).toBeLessThan(200);
  });

  const values = { from: 'x', seconds: 1, bytes: 1, mono: 1 };
  const member = { id: '1', name: '', endpoint: '', peerUrls: [], clientUrls: [], learner: false };
  test.each([
    ['an empty file', [], /is empty/],
    ['something else', ['hello', ''], /line 1: not JSON/],
    ['other JSON', [{ a: 1 }, ''], /line 1: not a recording of etcdoc/],
    ['a bad line', [header, { sample }, 'x', ''], /line 3: not JSON/],
    ['a wrong field', [header, { sample: { ...sample, at: 'now' } }, ''], /line 2: sample.at: /],
    [
      'an unknown shape',
      [header, { sample: { ...sample, members: [{ ...member, metrics: { ...values, shape: 4, values: [] } }] } }, ''],
      /line 2: names shape 4/,
    ],
    [
      'too few values',
      [
        header,
        { shape: 0, keys: ['a'] },
        { sample: { ...sample, members: [{ ...member, metrics: { ...values, shape: 0, values: [] } }] } },
        '',
      ],
      /line 3: has 0 values for 1 series/,
    ],
    ['keys that are none', [header, { shape: 0, keys: ['a{'] }, ''], /line 2: not a metrics line/],
  ])('%s is one clear error', async (_, lines, words) => {
    write(...lines);
    await expect(all(readSamples(path))).rejects.toThrow(words);
  });

  test('a file that is not there is one clear error', async () => {
    await expect(all(readSamples(join(directory, 'none')))).rejects.toThrow(
      /cannot read the recording .*: no such file/,
    );
  });

  test('keeps its time by the speed, at once up to where it begins', async () => {
    await all(record(given(...[0, 1, 2, 3].map(sampleAt)), openRecorder(path)));
    const started = performance.now();
    const replay = createReplay(path, { at: sampleAt(2).at, speed: 20 });
    expect(await all(replay)).toHaveLength(4);
    expect(performance.now() - started).toBeGreaterThan(90);
    expect(await all(createReplay(path, { speed: Number.POSITIVE_INFINITY }))).toHaveLength(4);
  });

  test('stands still at speed 0, steps, and goes on', async () => {
    await all(record(given(...[0, 1000, 2000].map(sampleAt)), openRecorder(path)));
    const replay = createReplay(path, { speed: 0 });
    const seen: number[] = [];
    const reading = (async () => {
      for await (const { mono } of replay) {
        seen.push(mono);
        if (seen.length === 1) replay.step();
        else if (seen.length === 2) setTimeout(() => replay.setSpeed(Number.POSITIVE_INFINITY), 50);
      }
    })();
    await reading;
    expect(seen).toHaveLength(3);
  });
});

test('shapes are shared between the samples of a replay', async () => {
  await all(record(given(sampleAt(0), sampleAt(1)), openRecorder(path)));
  const [first, second] = await all(readSamples(path));
  expect(first?.members[0]?.metrics?.set.shape).toBe(second?.members[0]?.metrics?.set.shape);
  expect(first?.members[0]?.metrics?.set.shape).toEqual(shapeOf(set.shape.keys));
});

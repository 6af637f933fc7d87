import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { readSamples } from '../../src/collector/replay.ts';
import { checkReportShape } from '../report/check-shape.ts';
import { runProgram } from './program.ts';

const root = join(import.meta.dirname, '../..');
const demo = join(root, 'recordings/demo.ndjson.gz');
const lost = join(root, 'test/fixtures/recordings/quorum-lost-and-regained.ndjson.gz');

/** Seconds into the demo: all is well, and a member is gone. */
const [well, gone] = [150, 172];
let begin = 0;

beforeAll(async () => {
  for await (const sample of readSamples(demo)) {
    begin = sample.at;
    break;
  }
});

const ask = (name: string, seconds: number, ...more: readonly string[]) =>
  runProgram([
    'check',
    '--replay',
    demo,
    '--at',
    new Date(begin + seconds * 1000).toISOString(),
    '--can-drain',
    name,
    ...more,
  ]);

describe('check --can-drain', () => {
  test('says yes, and for all when the leader has only to hand over', async () => {
    const { code, stdout } = await ask('all', well);
    expect(code).toBe(0);
    expect(stdout.match(/: YES, /g)).toHaveLength(2);
    expect(stdout).toMatch(/\(leader\): NOT YET, it leads/);
    const follower = /^(\S+): YES/m.exec(stdout)?.[1] ?? '';
    expect((await ask(follower, well)).code).toBe(0);
    const leader = /^(\S+) \(leader\)/m.exec(stdout)?.[1] ?? '';
    expect((await ask(leader, well)).code).toBe(1);
  });

  test('says no beside a member that is down', async () => {
    const { code, stdout } = await ask('all', gone);
    expect(code).toBe(1);
    expect(stdout).toMatch(/: NO, 1 sound voter of 3 would be left, 2 needed: \S+ is down/);
  });

  test('lists the names when there is none such', async () => {
    const { code, stdout, stderr } = await ask('cp-9', well);
    expect({ code, stdout, stderr }).toEqual({
      code: 2,
      stdout: '',
      stderr: 'etcdoc: --can-drain: no member cp-9; there are cp-1, cp-2, cp-3\n',
    });
  });

  test('is a report for scripts too', async () => {
    const { code, stdout } = await ask('cp-1', well, '-o', 'json');
    const report = JSON.parse(stdout);
    expect(checkReportShape(report)).toEqual([]);
    expect(report).toMatchObject({
      exitCode: code,
      maintenance: [{ name: 'cp-1' }],
      from: { recorded: true, asked: [demo], rules: 'etcdoc' },
    });
  });

  test('does not know where nothing answers, and says why and what to look at first', async () => {
    const { code, stdout } = await runProgram([
      'check',
      '--can-drain',
      'a',
      '--endpoints',
      'http://127.0.0.1:1',
      '-w',
      '0.5',
    ]);
    expect(code).toBe(3);
    expect(stdout.replaceAll(/\n +/g, ' ')).toMatch(
      /^UNKNOWN: no member was found: the one endpoint asked does not answer, .*\n? *first: \S/,
    );
    expect(Math.max(...stdout.split('\n').map(({ length }) => length))).toBeLessThanOrEqual(80);
  });
});

test('check says the cause first', async () => {
  const { stdout } = await runProgram([
    'check',
    '--replay',
    lost,
    '--at',
    new Date((await lostAt()) + 12_000).toISOString(),
  ]);
  expect(stdout.indexOf('quorum lost: ')).toBeGreaterThan(0);
  expect(stdout.indexOf('CAUSES')).toBeLessThan(stdout.indexOf('FINDINGS'));
});

async function lostAt(): Promise<number> {
  for await (const sample of readSamples(lost)) return sample.at;
  throw new Error('an empty recording');
}

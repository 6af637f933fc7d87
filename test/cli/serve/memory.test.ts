import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { createDaemon } from '../../../src/cli/serve/daemon.ts';
import { createLines } from '../../../src/cli/serve/lines.ts';
import { parseMetrics } from '../../../src/collector/metrics-text.ts';
import type { Notice } from '../../../src/model/notice.ts';
import { wantedFamilies } from '../../../src/model/registry.ts';
import type { ClusterSample } from '../../../src/model/sample.ts';
import { entryOf } from '../../../src/report/alert-line.ts';
import { logLine } from '../../../src/report/log-line.ts';
import { fixturePages } from '../../collector/fixture-pages.ts';
import { threeAt } from '../../model/samples.ts';

const intervalSeconds = 15;
const day = (24 * 3600) / intervalSeconds;
const megabyte = 1024 * 1024;

function heapBytes(): number {
  setFlagsFromString('--expose_gc');
  const collect: () => void = runInNewContext('gc');
  collect();
  collect();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

const page = parseMetrics(Buffer.from([...fixturePages.values()].at(-1) ?? ''), wantedFamilies);

/** Each member that answers with a page of its own, as large as a real one. */
function withPages(sample: ClusterSample): ClusterSample {
  const metrics = { from: 'http://a/metrics', seconds: 0.004, bytes: 150_000, mono: sample.mono };
  const members = sample.members.map((member) =>
    member.status === undefined
      ? member
      : { ...member, metrics: { ...metrics, set: { ...page, values: page.values.slice() } } },
  );
  return { ...sample, members };
}

test('a day of samples leaves the daemon as large as its first hours did', () => {
  let mono = 0;
  let said = 0;
  // A reader that stalls for good is part of the day.
  const lines = createLines({ write: () => false, once: () => {} }, String, 100);
  const daemon = createDaemon({
    settings: {
      scope: 'local',
      intervalSeconds,
      windowSeconds: 60,
      repeatSeconds: 300,
      heartbeatSeconds: 3600,
      rules: 'etcdoc',
    },
    ...{ node: 'cp-1', localIdOf: ({ members }) => members[0]?.id, peers: undefined, linesDropped: lines.dropped },
    say: (notices: readonly Notice[]) => {
      said += notices.length;
      for (const notice of notices) lines.write(logLine(entryOf(notice, 'cp-1'), 'json'));
    },
    clock: () => ({ at: mono, mono }),
    outputs: () => new Map(),
  });
  const take = (number: number) => {
    const seconds = number * intervalSeconds;
    // Every ten minutes something happens: a member is gone for a minute, an alarm is raised, a disk is slow.
    const turn = number % 40 < 4 ? (Math.floor(number / 40) % 3) + 1 : 0;
    const sample = withPages(
      threeAt(
        seconds,
        {
          ...(turn === 1 && { c: 'down' as const }),
          ...(turn === 2 && { b: { status: { errors: ['memberID:1 alarm:NOSPACE'] } } }),
          ...(turn === 3 && { a: 'hung' as const }),
        },
        { interval: intervalSeconds },
      ),
    );
    mono = sample.mono;
    daemon.take(sample);
  };
  let number = 0;
  while (number < day / 4) take(number++);
  const early = heapBytes();
  while (number < day) take(number++);
  const late = heapBytes();
  expect(daemon.board.totals.samples).toBe(day);
  expect(said).toBeGreaterThan(200);
  expect(lines.dropped()).toBeGreaterThan(0);
  expect(late - early).toBeLessThan(4 * megabyte);
});

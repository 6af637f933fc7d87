import { describe, expect, test } from 'vitest';
import { advisoriesFor } from '../../../src/model/advisories.ts';
import { beginning, type MemberPlan, pageAfter, threeAt } from '../samples.ts';
import { blindTo, every, said } from './said.ts';

const mib = 1024 * 1024;

describe('growth-forecast', () => {
  const growing =
    (perSecond: number, from = 600 * mib) =>
    (at: number) => ({
      c: { status: { dbSizeBytes: from + perSecond * at }, page: pageAfter(at) },
    });
  test('full in hours, with the range that the slope leaves', () => {
    const [finding] = said('growth-forecast', every(10, 1200, growing(mib / 8)));
    expect(finding).toMatchObject({ severity: 'warning', subjectName: 'c' });
    expect(finding?.text).toMatch(/^database full in 2h53m \(2h\d\dm to 2h5\dm\) at 7\.5M\/min; quota 2\.0G$/);
  });
  test('critical within the hour, once half the quota is used', () => {
    expect(said('growth-forecast', every(10, 700, growing(mib, 1100 * mib)))).toMatchObject([{ severity: 'critical' }]);
    expect(said('growth-forecast', every(10, 600, growing(mib, 20 * mib)))).toMatchObject([{ severity: 'warning' }]);
  });
  test('a file that grew by one step, one that stands still, and one that shrinks say nothing', () => {
    const step = (at: number) => ({
      c: { status: { dbSizeBytes: (at < 300 ? 600 : 664) * mib }, page: pageAfter(at) },
    });
    expect(said('growth-forecast', every(10, 700, step))).toEqual([]);
    expect(said('growth-forecast', every(10, 700, growing(0)))).toEqual([]);
    expect(said('growth-forecast', every(10, 700, growing(-mib / 10)))).toEqual([]);
  });
  test('a defragmentation begins the history anew', () => {
    const cut = (at: number) => ({
      c: { status: { dbSizeBytes: (at < 400 ? 600 : 100) * mib + at * mib }, page: pageAfter(at) },
    });
    expect(said('growth-forecast', every(10, 700, cut))).toEqual([]);
  });
  test('is unknown before ten minutes, and without a quota', () => {
    expect(said('growth-forecast', every(10, 300, growing(4 * mib)))).toEqual([]);
    expect(blindTo('growth-forecast', every(10, 300, growing(4 * mib)))).toMatchObject([
      { text: 'needs 5m00s more of history' },
      { text: 'needs 5m00s more of history' },
      { text: 'needs 5m00s more of history' },
    ]);
    expect(blindTo('growth-forecast', [threeAt(0, { c: { page: {} } })]).at(-1)).toMatchObject({
      text: 'it tells no quota',
    });
  });
});

describe('compaction-stalled', () => {
  const compacted =
    (secondsAgo: number, kept = 50_000, perSecond = 10) =>
    (at: number) => {
      const member: MemberPlan = {
        status: { revision: BigInt(100_000 + at * perSecond) },
        page: pageAfter(at, {
          etcd_debugging_mvcc_db_compaction_last: secondsAgo < 0 ? 0 : beginning / 1000 - secondsAgo,
          etcd_debugging_mvcc_compact_revision: secondsAgo < 0 ? -1 : 100_000 - kept,
        }),
      };
      return { a: member, b: member, c: member };
    };
  test('compacted once, and not for longer than a quarter of an hour', () => {
    expect(said('compaction-stalled', every(2, 10, compacted(1200)))).toMatchObject([
      { severity: 'warning', subject: 'cluster', text: 'no compaction for 20m10s, 50k revisions kept' },
    ]);
    expect(said('compaction-stalled', every(2, 10, compacted(400)))).toEqual([]);
  });
  test('never since the start an hour ago, while writes come in', () =>
    expect(said('compaction-stalled', every(2, 10, compacted(-1)))).toMatchObject([
      { text: 'no compaction since the start 1h00m ago, 100k revisions kept' },
    ]));
  test('never, by a 3.4 that knows no time of it', () => {
    const old = (at: number) => {
      const status = { revision: BigInt(100_000 + at * 10) };
      const member: MemberPlan = { status, page: pageAfter(at, { etcd_debugging_mvcc_compact_revision: -1 }) };
      return { a: member, b: member, c: member };
    };
    expect(said('compaction-stalled', every(2, 10, old))).toMatchObject([
      { text: 'no compaction since the start 1h00m ago, 100k revisions kept' },
    ]);
  });
  test('critical where the configuration says so', () => {
    const bounds = { checks: { 'compaction-stalled': { critical: 1000 } } };
    expect(said('compaction-stalled', every(2, 10, compacted(1200)), bounds)).toMatchObject([
      { severity: 'critical', threshold: 1000 },
    ]);
  });
  test('without writes, or with few revisions, there is nothing to compact', () => {
    expect(said('compaction-stalled', every(2, 10, compacted(1200, 50_000, 0)))).toEqual([]);
    expect(said('compaction-stalled', every(2, 10, compacted(1200, 500)))).toEqual([]);
  });
  test('3.4 does not say when: what was seen counts', () => {
    const old = (at: number) => {
      const member: MemberPlan = {
        status: { revision: BigInt(100_000 + at * 10) },
        page: pageAfter(at, { etcd_debugging_mvcc_compact_revision: at < 20 ? 10 : 500 }),
      };
      return { a: member, b: member, c: member };
    };
    expect(said('compaction-stalled', every(10, 900, old))).toEqual([]);
    expect(blindTo('compaction-stalled', every(10, 10, old))).toMatchObject([
      { text: 'needs 14m50s more of history', secondsLeft: 890 },
    ]);
    expect(blindTo('compaction-stalled', every(10, 30, old))).toEqual([]);
    expect(said('compaction-stalled', every(10, 960, old))).toMatchObject([
      { text: expect.stringMatching(/^no compaction for 15m/) },
    ]);
    expect(blindTo('compaction-stalled', [threeAt(0)])).toMatchObject([
      { text: 'not exposed by this version (since 3.5.0)' },
    ]);
  });
});

describe('certificates', () => {
  const day = 86_400_000;
  const serving = (days: number) => [threeAt(0, { c: { servingCertNotAfter: beginning + days * day } })];
  test('thirty days, seven days, over', () => {
    expect(said('cert-expiry', serving(31))).toEqual([]);
    expect(said('cert-expiry', serving(20))).toMatchObject([
      { severity: 'warning', subjectName: 'c', text: 'serving certificate expires in 20d00h (2026-12-11)' },
    ]);
    expect(said('cert-expiry', serving(3))).toMatchObject([{ severity: 'critical' }]);
    expect(said('cert-expiry', serving(-2))).toMatchObject([
      { severity: 'critical', text: 'serving certificate expired 2d00h ago (2026-11-19)' },
    ]);
  });
  test('files: the client pair and what discovery found', () =>
    expect(
      said('cert-expiry', [
        threeAt(0, {}, { certificates: [{ what: 'client certificate /pki/c.crt', notAfter: beginning + 5 * day }] }),
      ]),
    ).toMatchObject([{ severity: 'critical', subject: 'client certificate /pki/c.crt' }]));
  test('a certificate that was not seen is no pass', () =>
    expect(blindTo('cert-expiry', [threeAt(0)])).toHaveLength(3));
});

describe('clock-skew', () => {
  const clocks = (c: number, error: number) => (at: number) => {
    const clock = (offset: number) => ({ page: pageAfter(at), clock: { offsetSeconds: offset, errorSeconds: error } });
    return { a: clock(0.1), b: clock(-0.1), c: clock(c) };
  };
  test('a clock that is surely more than a second off, and only that one', () => {
    expect(said('clock-skew', [threeAt(0, clocks(5, 0.55)(0))])).toMatchObject([
      {
        severity: 'warning',
        subjectName: 'c',
        text: expect.stringMatching(/^clock is 5\.1 s ahead of the others, 3\.8 s at least/),
      },
    ]);
    expect(said('clock-skew', [threeAt(0, clocks(-5, 0.55)(0))])).toMatchObject([
      { text: expect.stringContaining('behind') },
    ]);
    expect(said('clock-skew', [threeAt(0, clocks(1.5, 0.55)(0))])).toEqual([]);
  });
  test('bounds of many answers, laid over each other, show what one does not', () => {
    const dated = (at: number) => {
      const spread = ((at * 7) % 10) / 10 - 0.5;
      const clock = (offset: number) => ({
        page: pageAfter(at),
        clock: { offsetSeconds: offset + spread, errorSeconds: 0.55 },
      });
      return { a: clock(0), b: clock(0), c: clock(1.6) };
    };
    expect(said('clock-skew', every(2, 2, dated))).toEqual([]);
    expect(said('clock-skew', every(2, 40, dated))).toMatchObject([{ subjectName: 'c' }]);
  });
  test('unknown while the bound is wider than what is looked for', () => {
    expect(blindTo('clock-skew', [threeAt(0, clocks(9, 3)(0))])[0]).toMatchObject({ text: 'known only to 3 s' });
    expect(blindTo('clock-skew', [threeAt(0)])[0]).toMatchObject({ text: 'its answers carry no date' });
  });
});

describe('version-advisory', () => {
  const runs = (...versions: readonly string[]) => [
    threeAt(
      0,
      Object.fromEntries(versions.map((version, at) => ['abc'[at] ?? '', { status: { version }, page: pageAfter(0) }])),
    ),
  ];
  test('releases that are known to be bad', () => {
    expect(said('version-advisory', runs('3.5.1'))).toMatchObject([
      { severity: 'critical', subjectName: 'a', source: expect.stringContaining('2022-04-20') },
    ]);
    expect(said('version-advisory', runs('3.5.5'))).toMatchObject([{ severity: 'warning' }]);
    expect(said('version-advisory', runs('3.4.21'))).toMatchObject([{ severity: 'warning' }]);
    expect(said('version-advisory', runs('3.4.23', '3.5.6', '3.6.14'))).toMatchObject([
      { subjectName: 'a' },
      { subjectName: 'b' },
    ]);
    for (const good of ['3.4.22', '3.4.23', '3.5.6', '3.5.16', '3.6.0', '3.7.1'])
      expect(said('version-advisory', runs(good, good, good))).toEqual([]);
  });
  test('3.5 before 3.5.26 is bad only beside 3.6', () => {
    expect(advisoriesFor('3.5.25', ['3.5.25'])).toEqual([]);
    expect(advisoriesFor('3.5.25', ['3.5.25', '3.6.1'])).toHaveLength(1);
    expect(advisoriesFor('3.5.19', ['3.5.19', '3.6.1'])).toHaveLength(2);
    expect(advisoriesFor('3.5.26', ['3.5.26', '3.6.1'])).toEqual([]);
    expect(advisoriesFor('3.5.25', ['3.5.25', '3.5.26'])).toEqual([]);
  });
});

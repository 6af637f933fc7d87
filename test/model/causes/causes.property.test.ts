import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ClusterSample } from '../../../src/model/sample.ts';
import { idOf, type MemberPlan, pageAfter, threeAt } from '../samples.ts';
import { slowPage, viewOf } from './built.ts';

const member = fc.oneof(
  fc.constantFrom('down' as const, 'hung' as const, 'gone' as const),
  fc.record({
    disk: fc.constantFrom(0.001, 0.032, 1),
    metrics: fc.boolean(),
    leader: fc.constantFrom('a', 'b', undefined),
    lag: fc.integer({ min: 0, max: 9000 }),
    learner: fc.boolean(),
    nospace: fc.boolean(),
    size: fc.integer({ min: 1, max: 2_000_000_000 }),
  }),
);

type Plan = Exclude<typeof member extends fc.Arbitrary<infer T> ? T : never, string>;

function planOf(name: string, { disk, metrics, leader, lag, learner, nospace, size }: Plan, at: number): MemberPlan {
  const status = {
    leaderId: leader && idOf(leader),
    raftIndex: BigInt(10_000 - lag),
    errors: nospace ? [`memberID:${BigInt(`0x${idOf(name)}`)} alarm:NOSPACE `] : [],
    dbSizeBytes: size,
  };
  const page = disk > 0.01 ? slowPage(at, disk, disk) : pageAfter(at);
  return { learner, status, page: metrics ? page : false };
}

/** Whatever befalls three members for some samples. */
const course = fc.array(fc.record({ a: member, b: member, c: member, stay: fc.integer({ min: 1, max: 8 }) }), {
  minLength: 1,
  maxLength: 6,
});

test('no cause is named without a finding or a reading that speaks for it, none for a finding that another has', () => {
  fc.assert(
    fc.property(course, (acts) => {
      const samples: ClusterSample[] = [];
      for (const act of acts)
        for (let stay = 0; stay < act.stay; stay += 1) {
          const at = samples.length * 2;
          const planned: Record<string, MemberPlan | 'down' | 'hung' | 'gone'> = {};
          for (const name of ['a', 'b', 'c'] as const) {
            const plan = act[name];
            planned[name] = typeof plan === 'string' ? plan : planOf(name, plan, at);
          }
          samples.push(threeAt(at, planned));
        }
      const { causes, findings } = viewOf(samples);
      const explained = causes.flatMap(({ explains }) => explains);
      expect(new Set(explained).size).toBe(explained.length);
      for (const cause of causes) {
        expect(cause.evidence.length).toBeGreaterThan(0);
        expect(cause.next.length).toBeGreaterThan(0);
        for (const text of [cause.text, ...cause.evidence, ...cause.next])
          expect(text).not.toMatch(/undefined|NaN|\[object/);
        for (const check of cause.because) expect(findings.map((finding) => finding.check)).toContain(check);
      }
      const ranks = causes.map(({ severity }) => ['critical', 'warning', 'info'].indexOf(severity));
      expect(ranks).toEqual(ranks.toSorted((x, y) => x - y));
    }),
    { numRuns: 150 },
  );
});

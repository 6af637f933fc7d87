import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { runProgram } from './program.ts';

const recording = (name: string) => join(import.meta.dirname, `../fixtures/${name}.ndjson.gz`);
const findings = async (rules: string, name: string) => {
  const { code, stdout } = await runProgram(['check', '-o', 'json', '--rules', rules, '--replay', recording(name)]);
  const report = JSON.parse(stdout) as {
    findings: { check: string; severity: string; source: string; text: string }[];
  };
  return { code, findings: report.findings };
};

describe('check --rules', () => {
  test('legacy says at once that there is no leader', async () => {
    const { code, findings: said } = await findings('legacy', 'incidents/lost-quorum');
    expect(code).toBe(1);
    expect(said).toContainEqual(
      expect.objectContaining({ check: 'no-leader', severity: 'critical', source: 'Go etcdoc Leader Status' }),
    );
  });
  test('mixin waits as Prometheus would, and says for how long', async () => {
    const { code, findings: said } = await findings('mixin', 'incidents/lost-quorum');
    expect(code).toBe(0);
    const leader = said.find(({ source }) => source === 'etcd mixin etcdNoLeader');
    expect(leader).toMatchObject({ severity: 'info', text: expect.stringContaining('of 1m00s') });
  });
  test('no rule set finds fault with a healthy cluster', async () => {
    for (const rules of ['mixin', 'platform9', 'legacy']) {
      expect(await findings(rules, 'recordings/healthy-3')).toEqual({ code: 0, findings: [] });
    }
    // Its release is one from which 3.6 is not safe: that is advice, and no fault.
    expect(await findings('etcdoc', 'recordings/healthy-3')).toMatchObject({
      code: 0,
      findings: [{ check: 'version-advisory', severity: 'info', text: expect.stringContaining('3.5.26') }],
    });
  });
  test('a set that does not exist', async () => {
    const { code, stderr } = await runProgram(['check', '--rules', 'mixins']);
    expect([code, stderr]).toEqual([2, 'etcdoc: --rules: unknown value mixins: did you mean mixin?\n']);
  });
});

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { type MetricEntry, registry } from '../../../src/model/registry.ts';
import { width } from '../../../src/text/width.ts';
import { type Ended, runProgram } from '../../cli/program.ts';
import { eventually } from '../../lab/wait.ts';
import { checkReportShape } from '../../report/check-shape.ts';

/** Runs `etcdoc check` as text and fails when the report is wider than 80 columns, styled, or stderr holds a word. */
export async function checkedText(...args: string[]): Promise<Ended> {
  const ended = await runProgram(['check', ...args]);
  expect(ended.stderr).toBe('');
  // An address that is longer than a line is not broken.
  const wide = ended.stdout.split('\n').filter((line) => width(line) > 80 && /\S\s+\S/.test(line.trim()));
  expect(wide).toEqual([]);
  expect(ended.stdout).not.toContain('\x1b');
  return ended;
}

/** What a report says of `etcdoc check -o json`, once its shape and exit code are seen to be those promised. */
// biome-ignore lint/suspicious/noExplicitAny: the shape has just been checked against the schema
export async function checkedJson(...args: string[]): Promise<any> {
  const { code, stdout, stderr } = await runProgram(['check', '-o', 'json', ...args]);
  expect(stderr).toBe('');
  const report = JSON.parse(stdout);
  expect(checkReportShape(report)).toEqual([]);
  expect(report.exitCode).toBe(code);
  return report;
}

/** A config file without bounds that the machine which runs the tests could reach by itself, but for those given. */
export function roomyConfig(directory: string, metrics: Readonly<Record<string, unknown>> = {}): string {
  const path = join(directory, `config-${Object.keys(metrics).join('-') || 'roomy'}.yaml`);
  const bounded = Object.entries<MetricEntry>(registry).filter(([, { levels }]) => levels !== undefined);
  const never = bounded.map(([id, { levels }]) => [
    id,
    levels?.below ? { warning: 0 } : { warning: 1e12, critical: 1e12 },
  ]);
  // YAML reads JSON.
  writeFileSync(path, JSON.stringify({ thresholds: { metrics: { ...Object.fromEntries(never), ...metrics } } }));
  return path;
}

/** Tries again what a busy machine spoils, such as a member that got no time to answer within a window of a second. */
export async function patiently(work: () => Promise<void>): Promise<void> {
  const once = async () => {
    await work();
    return true;
  };
  await eventually(once, { timeoutMs: 90_000, everyMs: 1000, what: 'a run that the machine did not spoil' });
}

/** Runs `work` and gives its result and the seconds it took. */
export async function timed<T>(work: () => Promise<T>): Promise<{ readonly result: T; readonly seconds: number }> {
  const started = performance.now();
  const result = await work();
  return { result, seconds: (performance.now() - started) / 1000 };
}

import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PlayedAlert, Scene } from '../../model/rules/play.ts';

/** What promtool says to a claim about which alerts exist at each step of a scene; '' when it agrees. */
export async function promtoolObjects(
  rulesFile: string,
  scene: Scene,
  claimed: readonly (readonly PlayedAlert[])[],
): Promise<string> {
  const directory = mkdtempSync(join(tmpdir(), 'etcdoc-rules-'));
  try {
    const file = join(directory, 'test.yaml');
    // JSON is YAML, and needs no care with quotes.
    writeFileSync(file, JSON.stringify(testOf(rulesFile, scene, claimed)));
    return await run(file);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

function testOf(rulesFile: string, { series, stepSeconds }: Scene, claimed: readonly (readonly PlayedAlert[])[]) {
  const step = `${stepSeconds}s`;
  return {
    rule_files: [rulesFile],
    evaluation_interval: step,
    tests: [
      {
        interval: step,
        input_series: series.map(({ name, labels, values }) => ({
          series: name + braced(labels),
          values: written(values),
        })),
        promql_expr_test: claimed.map((alerts, at) => ({
          expr: 'ALERTS',
          eval_time: `${at * stepSeconds}s`,
          exp_samples: alerts.map(({ state, labels }) => ({
            labels: `ALERTS${braced({ ...labels, alertstate: state })}`,
            value: 1,
          })),
        })),
      },
    ],
  };
}

const braced = (labels: Readonly<Record<string, string>>): string =>
  `{${Object.entries(labels)
    .map(([label, text]) => `${label}=${JSON.stringify(text)}`)
    .join(',')}}`;

/** A series that is gone ends with a staleness marker, as after a scrape that failed. */
function written(values: readonly (number | undefined)[]): string {
  return values
    .map((value, at) => value?.toString() ?? (at > 0 && values[at - 1] !== undefined ? 'stale' : '_'))
    .join(' ');
}

function run(file: string): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile('promtool', ['test', 'rules', file], { maxBuffer: 1e8 }, (error, stdout, stderr) => {
      if (!error) resolve('');
      else if (typeof error.code === 'number') resolve(`${stdout}${stderr}`);
      else reject(error);
    });
  });
}

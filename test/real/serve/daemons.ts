import { afterAll, expect } from 'vitest';
import { type Line, type RunningDaemon, startDaemon } from '../../cli/serve/start-daemon.ts';
import { eventually } from '../../lab/wait.ts';

/** Daemons that are ended after the tests of the file that asks for it. */
export function daemonsOfFile() {
  const running: RunningDaemon[] = [];
  afterAll(async () => {
    for (const daemon of running.splice(0)) await daemon.stop('SIGKILL');
  });
  return async (...of: Parameters<typeof startDaemon>): Promise<RunningDaemon> => {
    const daemon = await startDaemon(...of);
    running.push(daemon);
    return daemon;
  };
}

/** What a daemon said of one check of one member, as `raised`, `repeated`, `cleared`... in order. */
export const told = (daemon: RunningDaemon, check: string, member: string): (string | undefined)[] =>
  daemon.lines.filter((line) => is(line, check, member)).map(({ occasion }) => occasion);

export const is = (line: Line, check: string, member: string, state?: Line['state']): boolean =>
  line.check === check && line.member === member && (state === undefined || line.state === state);

/** The pages say together whether an alert fires: /health, its status code, and /metrics. */
export async function pagesSay(daemon: RunningDaemon, check: string, member: string, fires: boolean): Promise<void> {
  // The two are asked one after the other: what comes between them is in one of them alone.
  const together = () => pagesAgree(daemon, check, member, fires).then(() => true);
  await eventually(together, { what: `${check} of ${member} on the pages: ${fires}` });
}

async function pagesAgree(daemon: RunningDaemon, check: string, member: string, fires: boolean): Promise<void> {
  const health = await fetch(`${daemon.url}/health`);
  const { status, alerts } = (await health.json()) as {
    status: string;
    alerts: { check: string; member: string; severity: string }[];
  };
  const metrics = await (await fetch(`${daemon.url}/metrics`)).text();
  const active = metrics.split('\n').filter((line) => line.startsWith('etcdoc_alert_active{'));
  const mine = active.filter((line) => line.includes(`check="${check}"`) && line.includes(`member="${member}"`));
  expect(alerts.some((alert) => alert.check === check && alert.member === member)).toBe(fires);
  expect(mine.length).toBe(fires ? 1 : 0);
  expect(active.length).toBe(alerts.length);
  const critical = alerts.some(({ severity }) => severity === 'critical');
  expect({ status, code: health.status }).toEqual(
    critical ? { status: 'unhealthy', code: 503 } : { status: 'healthy', code: 200 },
  );
}
